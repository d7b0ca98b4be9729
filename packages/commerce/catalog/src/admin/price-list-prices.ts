import { fieldsQuery, listQuery, type StoaServer } from '@stoa/http'
import { PricingService } from '@stoa/pricing'
import { checkFields, readMany, sendList, transaction } from '@stoa/rest'
import { Type } from 'typebox'
import { inPriceSets } from '../price-list-prices.ts'
import { priceListPriceFields } from './price-list-fields.ts'
import { priceListPriceBatch } from './price-list-schemas.ts'

const path = '/admin/price-lists/:id/prices'
const params = Type.Object({ id: Type.String() })
const reading = { entity: 'price', fields: priceListPriceFields }

/** The prices of price lists as the admin keeps them. */
export async function adminPriceListPrices(app: StoaServer): Promise<void> {
  const pricing = app.container.resolve(PricingService)
  const querystring = listQuery({ default_limit: 50, filters: {}, logical: false })

  app.get(path, { schema: { params, querystring } }, (request, reply) =>
    sendList(request, reply, {
      ...reading,
      key: 'prices',
      filters: { price_list_id: request.params.id },
    }),
  )

  const schema = { params, body: priceListPriceBatch, querystring: fieldsQuery() }
  app.post(`${path}/batch`, { schema }, (request) => {
    checkFields(request, priceListPriceFields)
    const { create = [], update = [], delete: gone = [] } = request.body
    const show = (ids: readonly string[]) => readMany(request, { ...reading, ids })
    return transaction(request, async () => {
      const changed = await pricing.changePriceListPrices(request.params.id, {
        create: await inPriceSets(request.container, create),
        update: await inPriceSets(request.container, update),
        delete: gone,
      })
      return {
        created: await show(changed.created),
        updated: await show(changed.updated),
        deleted: { ids: changed.deleted, object: 'price', deleted: true },
      }
    })
  })
}
