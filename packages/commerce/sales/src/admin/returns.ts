import { metadata, moments, nullable, type StoaServer, words } from '@stoa/http'
import { OrderService } from '@stoa/order'
import { actorOf, checkFields, resource, transaction } from '@stoa/rest'
import { Workflows } from '@stoa/workflows'
import { Type } from 'typebox'
import { changeStep, idOf } from '../changes/change-kind.ts'
import { orderOfReturn, readReturn, returnRequest } from '../changes/kinds-of-return.ts'
import { readOrderOfChange } from '../changes/read-order-of-change.ts'
import { readPreview } from '../changes/read-preview.ts'
import { returnItemRoutes } from '../changes/return-item-routes.ts'
import { oneOfMany as querystring } from '../changes/return-query.ts'
import { beginning, no_notification } from '../changes/schemas.ts'
import { shippingRoutes } from '../changes/shipping-routes.ts'
import { cancelReturn } from '../workflows/cancel-return.ts'
import { requestReturn } from '../workflows/request-return.ts'
import { adminReturnFields as fields, returnListFields as list_fields } from './return-fields.ts'

const PATH = '/admin/returns'

const filters = { id: words(), order_id: words(), status: words(), ...moments() }

const opening = Type.Object({ ...beginning, location_id: Type.Optional(Type.String()), no_notification })

const change = Type.Object({
  location_id: Type.Optional(nullable(Type.String())),
  no_notification,
  metadata: Type.Optional(metadata()),
})

/** Goods that a shopkeeper asks back: a return is put together, asked for, and called off. */
export async function adminReturns(app: StoaServer): Promise<void> {
  const orders = app.container.resolve(OrderService)
  const params = Type.Object({ id: Type.String() })
  const returns = resource(app, { path: PATH, entity: 'return', fields, list_fields })

  returns.list({ default_limit: 15, filters, logical: false })
  returns.retrieve()

  app.post(PATH, { schema: { body: opening, querystring } }, (request) =>
    transaction(request, async () => {
      const id = await orders.openReturn({ ...request.body, by: actorOf(request).id })
      return {
        order: await readOrderOfChange(request.container, request.body.order_id),
        ...(await readReturn(request, id)),
      }
    }),
  )

  app.post(`${PATH}/:id`, { schema: { params, body: change, querystring } }, (request) =>
    transaction(request, async () => {
      const { container, body } = request
      const { id, order_id } = await orders.lockReturn(idOf(request))
      await orders.updateReturns({ id, ...body })
      return { order_preview: await readPreview(container, order_id), ...(await readReturn(request, id)) }
    }),
  )

  returnItemRoutes(app, `${PATH}/:id/request-items`, returnRequest, ({ return_id }) => return_id as string)
  shippingRoutes(app, `${PATH}/:id/shipping-method`, returnRequest, {
    return_of: ({ return_id }) => return_id as string,
    querystring,
  })

  // Providers are called outside any transaction, by workflows.
  app.post(
    `${PATH}/:id/request`,
    { schema: { params, body: Type.Object({ no_notification }), querystring } },
    async (request) => {
      checkFields(request, fields, 'return')
      const { container, body } = request
      const return_id = idOf(request)
      const order_id = await orderOfReturn(container, return_id)
      const input = { order_id, return_id, by: actorOf(request).id, ...body }
      await container.resolve(Workflows).run(requestReturn, input, { key: return_id })
      return {
        order_preview: await readPreview(container, order_id),
        ...(await readReturn(request, return_id)),
      }
    },
  )

  app.delete(`${PATH}/:id/request`, { schema: { params } }, async (request) => {
    await changeStep(request, { ...returnRequest, answer: async () => ({}) }, (open) =>
      orders.giveUpReturn(open, actorOf(request).id),
    )
    return { id: idOf(request), object: 'return', deleted: true }
  })

  app.post(
    `${PATH}/:id/cancel`,
    { schema: { params, body: Type.Object({ no_notification }), querystring } },
    async (request) => {
      checkFields(request, fields, 'return')
      const return_id = idOf(request)
      const input = { return_id, by: actorOf(request).id }
      await request.container.resolve(Workflows).run(cancelReturn, input, { key: return_id })
      return readReturn(request, return_id)
    },
  )
}
