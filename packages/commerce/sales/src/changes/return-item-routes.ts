import { decimal, metadata, nullable, type StoaServer } from '@stoa/http'
import { type OpenChange, OrderService } from '@stoa/order'
import { type TProperties, Type } from 'typebox'
import { type ChangeKind, changeStep } from './change-kind.ts'
import { oneOfMany as querystring } from './return-query.ts'
import { changedQuantity } from './schemas.ts'

const text = () => Type.Optional(Type.String())

const item = Type.Object({
  id: Type.String({ description: 'Of the line.' }),
  quantity: decimal({ exclusiveMinimum: 0 }),
  description: text(),
  internal_note: text(),
  reason_id: text(),
  metadata: Type.Optional(metadata()),
})

const itemChange = Type.Object({
  ...changedQuantity,
  reason_id: Type.Optional(nullable(Type.String())),
  metadata: Type.Optional(metadata()),
})

const KINDS = ['RETURN_ITEM']

/**
 * The routes by which a change asks goods back: they come to its return, in another quantity, and are left out again.
 *
 * @param path such as `/admin/returns/:id/request-items`
 * @param return_of the return they come to
 */
export function returnItemRoutes(
  app: StoaServer,
  path: string,
  kind: ChangeKind,
  return_of: (change: OpenChange, body: { location_id?: string }) => Promise<string> | string,
  more: TProperties = {},
): void {
  const orders = app.container.resolve(OrderService)
  const id = Type.String()
  const body = Type.Object({ items: Type.Array(item, { minItems: 1 }), ...more })

  app.post(path, { schema: { params: Type.Object({ id }), body, querystring } }, (request) =>
    changeStep(request, kind, async (change) => {
      const returnId = await return_of(change, request.body as { location_id?: string })
      const items = request.body.items.map(({ description: note, ...asked }) => ({ ...asked, note }))
      await orders.addReturnItems(change, returnId, items)
    }),
  )

  const params = Type.Object({ id, action_id: id })

  app.post(`${path}/:action_id`, { schema: { params, body: itemChange, querystring } }, (request) =>
    changeStep(request, kind, (change) =>
      orders.updateReturnItem(change, request.params.action_id, request.body),
    ),
  )

  app.delete(`${path}/:action_id`, { schema: { params, querystring } }, (request) =>
    changeStep(request, kind, async (change) => {
      const { action_id } = request.params
      await orders.findChangeAction(change, action_id, KINDS)
      await orders.removeChangeAction(change, action_id)
    }),
  )
}
