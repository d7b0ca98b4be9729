import type { StoaServer } from '@stoa/http'
import { OrderService } from '@stoa/order'
import { Query } from '@stoa/query'
import { actorOf, transaction } from '@stoa/rest'
import { Type } from 'typebox'
import { type ChangeKind, changeStep, idOf } from '../changes/change-kind.ts'
import { confirmEdit } from '../changes/confirm-edit.ts'
import { itemRoutes } from '../changes/item-routes.ts'
import { readPreview } from '../changes/read-preview.ts'
import { beginning, no_notification } from '../changes/schemas.ts'
import { shippingRoutes } from '../changes/shipping-routes.ts'
import { tellOfEdit as tell } from '../changes/tell-of-edit.ts'
import { orderChangeFields } from './order-fields.ts'

const PATH = '/admin/order-edits'

/** An edit is known by its order. */
const edit: ChangeKind = {
  order: async (_container, id) => id,
  lock: (container, id) => container.resolve(OrderService).lockOpenChange(id, 'edit'),
  answer: async ({ container }, { order_id }) => ({ order_preview: await readPreview(container, order_id) }),
}

/** An order's lines and shipping are put together anew, and nothing of it counts until the edit is confirmed. */
export async function adminOrderEdits(app: StoaServer): Promise<void> {
  const params = Type.Object({ id: Type.String({ description: 'Of the order.' }) })
  const service = app.container.resolve(OrderService)

  app.post(PATH, { schema: { body: Type.Object(beginning) } }, (request) =>
    transaction(request, async () => {
      const by = actorOf(request).id
      const { id } = await service.openChange({ ...request.body, change_type: 'edit', by })
      const query = request.container.resolve(Query)
      return {
        order_change: await query.retrieve('order_change', id, {
          fields: [...orderChangeFields.defaults, 'deleted_at'],
        }),
      }
    }),
  )

  itemRoutes(app, `${PATH}/:id/items`, edit)
  shippingRoutes(app, `${PATH}/:id/shipping-method`, edit)

  app.post(`${PATH}/:id/request`, { schema: { params, body: Type.Object({ no_notification }) } }, (request) =>
    changeStep(request, edit, async (change) => {
      await service.requestChange(change, actorOf(request).id)
      await tell(request.container, 'requested', change, request.body)
    }),
  )

  app.post(`${PATH}/:id/confirm`, { schema: { params } }, (request) =>
    transaction(request, async () => {
      const { container } = request
      const id = idOf(request)
      const change = await confirmEdit(container, id, () => edit.lock(container, id), actorOf(request).id)
      await tell(container, 'confirmed', change)
      return edit.answer(request, change)
    }),
  )

  app.delete(`${PATH}/:id`, { schema: { params } }, (request) =>
    transaction(request, async () => {
      const { container } = request
      const change = await edit.lock(container, idOf(request))
      await service.cancelChange(change, actorOf(request).id)
      await tell(container, 'canceled', change)
      return { id: idOf(request), object: 'order-edit', deleted: true }
    }),
  )
}
