import { decimal, metadata, nullable, type StoaServer } from '@stoa/http'
import { OrderService, type ReceiptKind } from '@stoa/order'
import { Type } from 'typebox'
import { type ChangeKind, changeStep } from './change-kind.ts'
import { oneOfMany as querystring } from './return-query.ts'
import { changedQuantity } from './schemas.ts'

const items = Type.Object({
  items: Type.Array(
    Type.Object({
      id: Type.String({ description: 'Of the line.' }),
      quantity: decimal({ minimum: 1 }),
      internal_note: Type.Optional(Type.String()),
    }),
    { minItems: 1 },
  ),
})

const itemChange = Type.Object({
  ...changedQuantity,
  reason_id: Type.Optional(nullable(Type.String())),
  metadata: Type.Optional(metadata()),
})

/**
 * The routes by which a shopkeeper says what of a return has come, whole or damaged.
 *
 * @param path such as `/admin/returns/:id/receive-items`
 */
export function receiptRoutes(app: StoaServer, path: string, kind: ChangeKind, how: ReceiptKind): void {
  const orders = app.container.resolve(OrderService)
  const id = Type.String()

  app.post(path, { schema: { params: Type.Object({ id }), body: items, querystring } }, (request) =>
    changeStep(request, kind, (change) => orders.receiveItems(change, how, request.body.items)),
  )

  const params = Type.Object({ id, action_id: id })

  app.post(`${path}/:action_id`, { schema: { params, body: itemChange, querystring } }, (request) =>
    changeStep(request, kind, (change) => {
      const { internal_note, ...details } = request.body
      return orders.updateReceivedItems(change, request.params.action_id, how, { details, internal_note })
    }),
  )

  app.delete(`${path}/:action_id`, { schema: { params, querystring } }, (request) =>
    changeStep(request, kind, async (change) => {
      const { action_id } = request.params
      await orders.findChangeAction(change, action_id, [how])
      await orders.removeChangeAction(change, action_id)
    }),
  )
}
