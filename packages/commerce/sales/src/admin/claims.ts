import { decimal, metadata, moments, nullable, type StoaServer, words } from '@stoa/http'
import { OrderService } from '@stoa/order'
import { actorOf, resource, transaction } from '@stoa/rest'
import { Type } from 'typebox'
import { changeStep } from '../changes/change-kind.ts'
import { readOrderOfChange } from '../changes/read-order-of-change.ts'
import { claim, outbound, readReplacement } from '../changes/replacement.ts'
import { replacementRoutes } from '../changes/replacement-routes.ts'
import { oneOfMany as querystring } from '../changes/return-query.ts'
import { beginning, changedQuantity } from '../changes/schemas.ts'
import { byOrderStatus } from './by-order-status.ts'
import { claimFields as fields, claimListFields as list_fields } from './replacement-fields.ts'

const PATH = '/admin/claims'
const ITEMS = `${PATH}/:id/claim-items`

const filters = { id: words(), order_id: words(), status: words(), ...moments() }

const text = () => Type.Optional(Type.String())

const opening = Type.Object({
  ...beginning,
  type: Type.Union([Type.Literal('refund'), Type.Literal('replace')]),
  reason_id: Type.Optional(
    nullable(Type.String({ description: 'Counts for nothing: each item has its reason.' })),
  ),
})

const items = Type.Object({
  items: Type.Array(
    Type.Object({
      id: Type.String({ description: 'Of the line.' }),
      quantity: decimal({ exclusiveMinimum: 0 }),
      reason: Type.Optional(
        Type.Union(
          (['missing_item', 'wrong_item', 'production_failure', 'other'] as const).map((name) =>
            Type.Literal(name),
          ),
        ),
      ),
      description: text(),
      internal_note: text(),
      metadata: Type.Optional(metadata()),
    }),
    { minItems: 1 },
  ),
})

const itemChange = Type.Object({
  ...changedQuantity,
  reason_id: Type.Optional(
    nullable(Type.String({ description: 'Counts for nothing: see reason of claim-items.' })),
  ),
  metadata: Type.Optional(metadata()),
})

/** Something is wrong with goods: they are written off or go back, and others may be sent for them. */
export async function adminClaims(app: StoaServer): Promise<void> {
  const orders = app.container.resolve(OrderService)
  const claims = resource(app, {
    path: PATH,
    entity: 'order_claim',
    key: 'claim',
    fields,
    list_fields,
    querystring,
  })
  const kind = outbound(claim)
  const id = Type.String()

  claims.list({ default_limit: 15, filters, logical: false, where: byOrderStatus })
  claims.retrieve()

  app.post(PATH, { schema: { body: opening, querystring } }, (request) =>
    transaction(request, async () => {
      const claimId = await orders.openReplacement('claim', { ...request.body, by: actorOf(request).id })
      return {
        order: await readOrderOfChange(request.container, request.body.order_id),
        ...(await readReplacement(request, claim, claimId)),
      }
    }),
  )

  app.post(ITEMS, { schema: { params: Type.Object({ id }), body: items, querystring } }, (request) =>
    changeStep(request, kind, (change) =>
      orders.addClaimItems(
        change,
        request.body.items.map(({ description: note, ...item }) => ({ ...item, note })),
      ),
    ),
  )

  const params = Type.Object({ id, action_id: id })

  app.post(`${ITEMS}/:action_id`, { schema: { params, body: itemChange, querystring } }, (request) =>
    changeStep(request, kind, (change) => {
      const { reason_id: _, ...update } = request.body
      return orders.updateClaimItem(change, request.params.action_id, update)
    }),
  )

  app.delete(`${ITEMS}/:action_id`, { schema: { params, querystring } }, (request) =>
    changeStep(request, kind, async (change) => {
      const { action_id } = request.params
      await orders.findChangeAction(change, action_id, ['WRITE_OFF_ITEM'])
      await orders.removeChangeAction(change, action_id)
    }),
  )

  replacementRoutes(app, PATH, claim)
}
