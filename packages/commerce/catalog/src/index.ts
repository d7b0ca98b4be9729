import type { StoaServer } from '@stoa/http'
import { adminProducts } from './admin/products.ts'
import { storeCategories } from './store/categories.ts'
import { storeCollections } from './store/collections.ts'
import { storeProducts } from './store/products.ts'

export {
  createProducts,
  type NewCatalogProduct,
  type NewCatalogVariant,
  type NewPrice,
} from './create-products.ts'
export { catalogGraph } from './graph.ts'
export {
  catalogMigrations,
  productSalesChannel,
  productShippingProfile,
  variantInventoryItem,
  variantPriceSet,
} from './links.ts'

/** The catalogue's routes, as a Fastify plugin. */
export async function catalog(app: StoaServer): Promise<void> {
  await app.register(storeProducts as never)
  await app.register(storeCollections as never)
  await app.register(storeCategories as never)
  await app.register(adminProducts as never)
}
