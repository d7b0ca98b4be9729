import { decimal, metadata, nullable, type StoaServer } from '@stoa/http'
import { OrderService } from '@stoa/order'
import { type TObject, Type } from 'typebox'
import { type ChangeKind, changeStep } from './change-kind.ts'
import { type NewLinesOptions, newLines } from './new-lines.ts'
import { addedItem, bounds, changedQuantity, draftedItem, prices } from './schemas.ts'
import { soldOrder } from './sold-order.ts'

const KINDS = ['ITEM_ADD', 'ITEM_UPDATE']

const itemsOf = (item: typeof addedItem | typeof draftedItem) =>
  Type.Object({ items: Type.Array(Type.Object({ ...item, ...prices }), { minItems: 1 }) })

/** None are left with 0. */
const quantity = decimal({ minimum: 0, maximum: bounds.quantity })
const itemChange = Type.Object({
  ...changedQuantity,
  ...prices,
  quantity,
  metadata: Type.Optional(metadata()),
})
const actionChange = Type.Object({
  ...changedQuantity,
  ...prices,
  quantity: Type.Optional(quantity),
  metadata: Type.Optional(metadata()),
  reason_id: Type.Optional(
    nullable(Type.String({ description: 'Counts for nothing: nothing goes back with it.' })),
  ),
})

const sold = { items: itemsOf(addedItem), actionChange }
const drafted = {
  items: itemsOf(draftedItem),
  actionChange: Type.Object({ ...changedQuantity, ...prices, quantity }),
}

/**
 * The routes by which lines come into an order with a change, and its lines get another quantity or price.
 *
 * @param path such as `/admin/order-edits/:id/items`
 * @param options.only_added whether lines of the order stay as they are. Default: false
 * @param options.of_draft whether the order is a draft, whose lines may be something else than variants. Default: false
 */
export function itemRoutes(
  app: StoaServer,
  path: string,
  kind: ChangeKind,
  {
    querystring,
    only_added = false,
    of_draft = false,
  }: { querystring?: TObject; only_added?: boolean; of_draft?: boolean } = {},
): void {
  const id = Type.String()
  const query = querystring ? { querystring } : {}
  const bodies = of_draft ? drafted : sold
  const options: NewLinesOptions = { promised: !of_draft }

  app.post(path, { schema: { params: Type.Object({ id }), body: bodies.items, ...query } }, (request) =>
    changeStep(request, kind, async (change) => {
      const { container } = request
      const order = await soldOrder(container, change.order_id)
      const lines = await newLines(container, order, request.body.items, options)
      await container.resolve(OrderService).addItemsToChange(change, lines)
    }),
  )

  const params = Type.Object({ id, action_id: id })

  app.post(
    `${path}/:action_id`,
    { schema: { params, body: bodies.actionChange as typeof actionChange, ...query } },
    (request) =>
      changeStep(request, kind, async (change) => {
        const orders = request.container.resolve(OrderService)
        const action = await orders.findChangeAction(change, request.params.action_id, KINDS)
        const { reason_id: _, ...body } = request.body
        const said = { quantity: action.details.quantity ?? 0, ...body }
        if (action.action === 'ITEM_UPDATE') {
          await orders.setLineOfChange(change, { ...said, item_id: action.details.reference_id as string })
        } else {
          await orders.setAddedLineOfChange(change, action.id, said)
        }
      }),
  )

  app.delete(`${path}/:action_id`, { schema: { params, ...query } }, (request) =>
    changeStep(request, kind, async (change) => {
      const orders = request.container.resolve(OrderService)
      const { id } = await orders.findChangeAction(change, request.params.action_id, KINDS)
      await orders.removeChangeAction(change, id)
    }),
  )

  if (only_added) return
  app.post(
    `${path}/item/:item_id`,
    { schema: { params: Type.Object({ id, item_id: id }), body: itemChange } },
    (request) =>
      changeStep(request, kind, (change) => {
        const { item_id } = request.params
        return request.container.resolve(OrderService).setLineOfChange(change, { ...request.body, item_id })
      }),
  )
}
