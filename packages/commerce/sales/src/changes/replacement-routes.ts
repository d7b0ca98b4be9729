import type { StoaServer } from '@stoa/http'
import { OrderService } from '@stoa/order'
import { actorOf, checkFields } from '@stoa/rest'
import { Workflows } from '@stoa/workflows'
import { Type } from 'typebox'
import { cancelReplacement } from '../workflows/cancel-replacement.ts'
import { confirmReplacement } from '../workflows/confirm-replacement.ts'
import { changeStep, idOf } from './change-kind.ts'
import { itemRoutes } from './item-routes.ts'
import { readPreview } from './read-preview.ts'
import {
  inbound,
  orderOf,
  outbound,
  type Replacement,
  readReplacement,
  readReturnOf,
  returnOf,
} from './replacement.ts'
import { returnItemRoutes } from './return-item-routes.ts'
import { oneOfMany as querystring } from './return-query.ts'
import { no_notification } from './schemas.ts'
import { shippingRoutes } from './shipping-routes.ts'

/**
 * The routes that exchanges and claims share: what goes back and what is sent for it, and the end of them.
 *
 * @param path such as `/admin/exchanges`
 */
export function replacementRoutes(app: StoaServer, path: string, replacement: Replacement): void {
  const { container } = app
  const { kind, entity, fields } = replacement
  const [goes, comes] = [outbound(replacement), inbound(replacement)]
  const params = Type.Object({ id: Type.String() })

  returnItemRoutes(app, `${path}/:id/inbound/items`, comes, returnOf(container), {
    location_id: Type.Optional(Type.String()),
  })
  shippingRoutes(app, `${path}/:id/inbound/shipping-method`, comes, {
    return_of: returnOf(container),
    querystring,
  })
  itemRoutes(app, `${path}/:id/outbound/items`, goes, { querystring, only_added: true })
  shippingRoutes(app, `${path}/:id/outbound/shipping-method`, goes, { querystring })

  // Providers are called outside any transaction, by workflows.
  app.post(`${path}/:id/request`, { schema: { params, querystring } }, async (request) => {
    checkFields(request, fields, entity)
    const id = idOf(request)
    const input = { kind, id, by: actorOf(request).id }
    await request.container.resolve(Workflows).run(confirmReplacement, input, { key: id })
    return {
      ...(await readReplacement(request, replacement, id)),
      ...(await readReturnOf(request, replacement, id)),
      order_preview: await readPreview(request.container, await orderOf(request.container, replacement, id)),
    }
  })

  app.delete(`${path}/:id/request`, { schema: { params } }, async (request) => {
    await changeStep(request, { ...goes, answer: async () => ({}) }, (change) =>
      container.resolve(OrderService).giveUpReplacement(change, actorOf(request).id),
    )
    return { id: idOf(request), object: kind, deleted: true }
  })

  app.post(
    `${path}/:id/cancel`,
    { schema: { params, body: Type.Object({ no_notification }), querystring } },
    async (request) => {
      checkFields(request, fields, entity)
      const id = idOf(request)
      const input = { kind, id, by: actorOf(request).id }
      await request.container.resolve(Workflows).run(cancelReplacement, input, { key: id })
      return readReplacement(request, replacement, id)
    },
  )
}
