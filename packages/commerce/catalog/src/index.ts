import { defineJob } from '@stoa/events'
import type { StoaServer } from '@stoa/http'
import type { Workflow } from '@stoa/workflows'
import { adminCampaigns } from './admin/campaigns.ts'
import { adminCategories } from './admin/categories.ts'
import { adminCollections } from './admin/collections.ts'
import { adminImageAssignments } from './admin/image-assignments.ts'
import { adminOptionValues } from './admin/option-values.ts'
import { adminOptionsOfProduct } from './admin/options-of-product.ts'
import { adminPriceListPrices } from './admin/price-list-prices.ts'
import { adminPriceLists } from './admin/price-lists.ts'
import { adminProductBatch } from './admin/product-batch.ts'
import { adminProductFiles } from './admin/product-files.ts'
import { adminProductOptions } from './admin/product-options.ts'
import { adminProductTags } from './admin/product-tags.ts'
import { adminProductTypes } from './admin/product-types.ts'
import { adminProductVariants } from './admin/product-variants.ts'
import { adminProducts } from './admin/products.ts'
import { adminPromotionRuleOptions } from './admin/promotion-rule-options.ts'
import { adminPromotionRules } from './admin/promotion-rules.ts'
import { adminPromotions } from './admin/promotions.ts'
import { adminSalesChannelProducts } from './admin/sales-channel-products.ts'
import { adminVariantStock } from './admin/variant-stock.ts'
import { exportProducts } from './csv/export-products.ts'
import { importFinished } from './csv/import-finished.ts'
import { forgetImports } from './csv/import-products.ts'
import { storeCategories } from './store/categories.ts'
import { storeCollections } from './store/collections.ts'
import { storeProductOptions } from './store/options.ts'
import { storeProducts } from './store/products.ts'
import { storeSearch } from './store/search.ts'
import { storeVariants } from './store/variants.ts'
import { storeWords } from './store/words.ts'

export { type CatalogProductChange, changeProducts } from './change-products.ts'
export { createProducts } from './create-products.ts'
export {
  confirmImport,
  type ImportSummary,
  type PendingImport,
  prepareImport,
} from './csv/import-products.ts'
export { deleteProducts } from './delete-products.ts'
export { catalogGraph } from './graph.ts'
export {
  catalogMigrations,
  productSalesChannel,
  productShippingProfile,
  variantInventoryItem,
  variantPriceSet,
} from './links.ts'

export type { NewCatalogProduct, NewCatalogVariant, NewPrice } from './new-catalog-product.ts'
export { type CarriedPromotion, carriedDiscounts } from './promotions/carried-discounts.ts'
export { type PromoCodeChange, promotionsByCode } from './promotions/promo-codes.ts'
export type {
  HeldPromotion,
  PromotedSale,
  PromotionsBefore,
  SaleDiscount,
} from './promotions/promoted-sale.ts'
export { promotionsOf, type SalePromotions } from './promotions/promotions-of.ts'
export { usesOf } from './promotions/uses-of.ts'
export {
  assertInStock,
  type Buyer,
  findVariants,
  lineOf,
  priceOf,
  type SoldLine,
  type VariantScope,
} from './sellable-variants.ts'
export { lineWords, wordsOf, wordsOfVariants } from './variant-words.ts'
export { addVariants, type CatalogVariantChange, changeVariants, deleteVariants } from './variants.ts'

/** What the catalogue does in the background, for the host. */
export const catalogSubscribers = [...exportProducts.subscribers, importFinished]
export const catalogWorkflows: readonly Workflow<any, any>[] = [exportProducts.workflow]
export const catalogJobs = [
  defineJob({
    name: 'stoa.forget-product-imports',
    cron: '20 3 * * *',
    handler: ({ container }) => forgetImports(container),
  }),
]

/** The catalogue's routes, as a Fastify plugin. */
export async function catalog(app: StoaServer): Promise<void> {
  await app.register(storeProducts as never)
  await app.register(storeVariants as never)
  await app.register(storeWords as never)
  await app.register(storeProductOptions as never)
  await app.register(storeCollections as never)
  await app.register(storeCategories as never)
  await app.register(storeSearch as never)
  await app.register(adminProducts as never)
  await app.register(adminProductBatch as never)
  await app.register(adminProductFiles as never)
  await app.register(adminProductVariants as never)
  await app.register(adminVariantStock as never)
  await app.register(adminSalesChannelProducts as never)
  await app.register(adminProductOptions as never)
  await app.register(adminOptionsOfProduct as never)
  await app.register(adminOptionValues as never)
  await app.register(adminImageAssignments as never)
  await app.register(adminProductTags as never)
  await app.register(adminProductTypes as never)
  await app.register(adminCollections as never)
  await app.register(adminCategories as never)
  await app.register(adminPriceLists as never)
  await app.register(adminPriceListPrices as never)
  await app.register(adminPromotions as never)
  await app.register(adminPromotionRules as never)
  await app.register(adminPromotionRuleOptions as never)
  await app.register(adminCampaigns as never)
}
