import { dateFilter, listQuery, oneOrMany, type StoaServer } from '@stoa/http'
import { Database } from '@stoa/kernel'
import { PricingService, priceListStatuses } from '@stoa/pricing'
import { resource } from '@stoa/rest'
import { Type } from 'typebox'
import { words } from '../named-things.ts'
import { inPriceSets, priceSetsOfProducts } from '../price-list-prices.ts'
import { priceListFields } from './price-list-fields.ts'
import { newPriceList, priceListChange } from './price-list-schemas.ts'

const filters = {
  q: Type.String(),
  id: words(),
  starts_at: dateFilter(),
  ends_at: dateFilter(),
  status: oneOrMany(Type.Enum([...priceListStatuses])),
  rules_count: oneOrMany(Type.Integer()),
}

const removal = Type.Object({ remove: Type.Optional(Type.Array(Type.String())) })

/** Price lists as the admin keeps them. */
export async function adminPriceLists(app: StoaServer): Promise<void> {
  const pricing = app.container.resolve(PricingService)
  const definition = {
    path: '/admin/price-lists',
    entity: 'price_list',
    fields: priceListFields(),
    scope: (request: Parameters<typeof priceListFields>[0]) => ({ fields: priceListFields(request) }),
  }
  const lists = resource(app, definition)
  lists.list({ default_limit: 50, filters })
  lists.retrieve()
  resource(app, { ...definition, querystring: listQuery({ default_limit: 50, filters }) }).create(
    newPriceList,
    async ({ prices = [], ...list }, { container }) => {
      const [created] = await pricing.createPriceLists([
        { ...list, prices: await inPriceSets(container, prices) },
      ])
      return created as { id: string }
    },
  )
  lists.update(priceListChange, ({ description, ...change }, _request, id) =>
    pricing.updatePriceLists([
      { ...change, id, ...(description === undefined ? {} : { description: description ?? '' }) },
    ]),
  )
  lists.action('/products', removal, async ({ remove = [] }, { container }, id) =>
    pricing.removeFromPriceList(id, await priceSetsOfProducts(container.resolve(Database), remove)),
  )
  lists.delete((id) => pricing.softDeletePriceLists(id))
}
