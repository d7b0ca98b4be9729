import { createProducts } from '@stoa/catalog'
import { type Container, Database, StoaError } from '@stoa/kernel'
import { StoreService } from '@stoa/store'
import { createPlace } from './create-place.ts'
import { createSale } from './create-sale.ts'
import { createShelves } from './create-shelves.ts'
import { fillStock } from './fill-stock.ts'
import { products } from './shop/index.ts'
import { europe, unitedStates } from './shop/places.ts'
import { toNewProduct } from './to-new-product.ts'

/** How the demo shop is made. */
export interface DemoOptions {
  /** Where `demoImages` is reached: `http://localhost:9000/static/demo`. */
  image_url: string
}

/** An arbitrary number all hosts agree on: whoever holds this lock fills the shop. */
const LOCK = 7_863_004

/**
 * Fills an empty shop: products with prices and stock, a sale, two regions with their taxes and shipping. All of it, or nothing. A
 * shop that has or had a product or a region is left as it is.
 *
 * @returns whether the shop was filled
 * @throws StoaError `not_found` where there is no store with a default sales channel yet
 */
export async function createDemoShop(container: Container, options: DemoOptions): Promise<boolean> {
  const database = container.resolve(Database)
  if (!(await isEmpty(database))) return false
  return database.transaction(async () => {
    await database.query('select pg_advisory_xact_lock($1)', [LOCK])
    if (!(await isEmpty(database))) return false
    const stores = container.resolve(StoreService)
    const [store] = await stores.listStores({}, { limit: 1 })
    const channel = store?.default_sales_channel_id
    if (!store || !channel) {
      throw new StoaError(
        'not_found',
        'The shop has no default sales channel. Start the host once without the demo.',
      )
    }
    const east = await createPlace(container, europe, channel)
    const west = await createPlace(container, unitedStates, channel)
    await stores.createStoreCurrencies({ currency_code: 'usd', store_id: store.id } as never)
    await stores.updateStores({
      id: store.id,
      default_region_id: east.region_id,
      default_location_id: east.location_id,
    })
    const shelves = await createShelves(container)
    const created = await createProducts(
      container,
      products.map((product) =>
        toNewProduct(product, { ...shelves, channel, profile: east.profile_id }, options),
      ),
    )
    await createSale(container, created)
    await fillStock(container, created, [east.location_id, west.location_id])
    return true
  })
}

async function isEmpty(database: Database): Promise<boolean> {
  const found = await database.query(
    'select from stoa_product.product union all select from stoa_region.region limit 1',
  )
  return found.length === 0
}
