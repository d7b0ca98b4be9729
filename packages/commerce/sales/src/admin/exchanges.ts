import { moments, type StoaServer, words } from '@stoa/http'
import { OrderService } from '@stoa/order'
import { actorOf, resource, transaction } from '@stoa/rest'
import { Type } from 'typebox'
import { readOrderOfChange } from '../changes/read-order-of-change.ts'
import { exchange, readReplacement } from '../changes/replacement.ts'
import { replacementRoutes } from '../changes/replacement-routes.ts'
import { oneOfMany as querystring } from '../changes/return-query.ts'
import { beginning } from '../changes/schemas.ts'
import { byOrderStatus } from './by-order-status.ts'
import { exchangeFields as fields, exchangeListFields as list_fields } from './replacement-fields.ts'

const PATH = '/admin/exchanges'

const filters = { id: words(), order_id: words(), status: words(), ...moments() }

/** Goods go back, and others are sent for them. */
export async function adminExchanges(app: StoaServer): Promise<void> {
  const exchanges = resource(app, {
    path: PATH,
    entity: 'order_exchange',
    key: 'exchange',
    fields,
    list_fields,
  })

  exchanges.list({ default_limit: 15, filters, logical: false, where: byOrderStatus })
  exchanges.retrieve()

  app.post(PATH, { schema: { body: Type.Object(beginning), querystring } }, (request) =>
    transaction(request, async () => {
      const begun = { ...request.body, by: actorOf(request).id }
      const id = await app.container.resolve(OrderService).openReplacement('exchange', begun)
      return {
        order: await readOrderOfChange(request.container, request.body.order_id),
        ...(await readReplacement(request, exchange, id)),
      }
    }),
  )

  replacementRoutes(app, PATH, exchange)
}
