import type { StoaServer } from '@stoa/http'
import { adminCurrencies } from './admin/currencies.ts'
import { adminFulfillmentProviders } from './admin/fulfillment-providers.ts'
import { adminFulfillmentSets } from './admin/fulfillment-sets.ts'
import { adminLocales } from './admin/locales.ts'
import { adminPricePreferences } from './admin/price-preferences.ts'
import { adminRegions } from './admin/regions.ts'
import { adminSalesChannels } from './admin/sales-channels.ts'
import { adminShippingOptionRules } from './admin/shipping-option-rules.ts'
import { adminShippingOptionTypes } from './admin/shipping-option-types.ts'
import { adminShippingOptions } from './admin/shipping-options.ts'
import { adminShippingProfiles } from './admin/shipping-profiles.ts'
import { adminStockLocations } from './admin/stock-locations.ts'
import { adminStores } from './admin/stores.ts'
import { adminTaxProviders } from './admin/tax-providers.ts'
import { adminTaxRates } from './admin/tax-rates.ts'
import { adminTaxRegions } from './admin/tax-regions.ts'
import { adminTranslations } from './admin/translations.ts'
import { storeCurrencies } from './store/currencies.ts'
import { storeLocales } from './store/locales.ts'
import { storePaymentProviders } from './store/payment-providers.ts'
import { storeRegions } from './store/regions.ts'

export { settingsGraph } from './graph.ts'
export {
  locationFulfillmentProvider,
  locationFulfillmentSet,
  regionPaymentProvider,
  salesChannelStockLocation,
  settingsMigrations,
  shippingOptionPriceSet,
} from './links.ts'

export { assertWithin, findRegion, type SellingRegion } from './selling-region.ts'
export { type PricedShippingOption, type Shipped, shippingOptionsFor } from './shipping-options-for.ts'
export { calculatePrice, fixedPrice, type ShippingPrice } from './shipping-price.ts'
export { type NewTaxLine, taxesOf } from './taxes-of.ts'

/** The settings' routes, as a Fastify plugin. */
export async function settings(app: StoaServer): Promise<void> {
  await app.register(storeRegions as never)
  await app.register(storePaymentProviders as never)
  await app.register(storeCurrencies as never)
  await app.register(storeLocales as never)
  await app.register(adminStores as never)
  await app.register(adminCurrencies as never)
  await app.register(adminLocales as never)
  await app.register(adminTranslations as never)
  await app.register(adminRegions as never)
  await app.register(adminSalesChannels as never)
  await app.register(adminTaxProviders as never)
  await app.register(adminTaxRegions as never)
  await app.register(adminTaxRates as never)
  await app.register(adminPricePreferences as never)
  await app.register(adminFulfillmentProviders as never)
  await app.register(adminFulfillmentSets as never)
  await app.register(adminShippingOptionRules as never)
  await app.register(adminShippingOptionTypes as never)
  await app.register(adminShippingOptions as never)
  await app.register(adminShippingProfiles as never)
  await app.register(adminStockLocations as never)
}
