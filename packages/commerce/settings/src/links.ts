import type { ModuleMigration } from '@stoa/kernel'
import { defineLink, linkMigration } from '@stoa/query'

/** With what buyers of a region can pay. */
export const regionPaymentProvider = defineLink({
  table: 'region_payment_provider',
  left: { entity: 'region', key: 'region_id', field: 'payment_providers', many: true },
  right: { entity: 'payment_provider', key: 'payment_provider_id', field: 'regions', many: true },
})

/** From where the orders of a sales channel are served. */
export const salesChannelStockLocation = defineLink({
  table: 'sales_channel_stock_location',
  left: { entity: 'sales_channel', key: 'sales_channel_id', field: 'stock_locations', many: true },
  right: { entity: 'stock_location', key: 'stock_location_id', field: 'sales_channels', many: true },
})

/** Who picks parcels up at a location. */
export const locationFulfillmentProvider = defineLink({
  table: 'location_fulfillment_provider',
  left: { entity: 'stock_location', key: 'stock_location_id', field: 'fulfillment_providers', many: true },
  right: { entity: 'fulfillment_provider', key: 'fulfillment_provider_id', field: 'locations', many: true },
})

/** How a location hands goods over: by shipping them, by having them picked up. */
export const locationFulfillmentSet = defineLink({
  table: 'location_fulfillment_set',
  left: { entity: 'stock_location', key: 'stock_location_id', field: 'fulfillment_sets', many: true },
  right: { entity: 'fulfillment_set', key: 'fulfillment_set_id', field: 'location' },
})

/** What a shipping option costs. */
export const shippingOptionPriceSet = defineLink({
  table: 'shipping_option_price_set',
  left: { entity: 'shipping_option', key: 'shipping_option_id', field: 'price_set' },
  right: { entity: 'price_set', key: 'price_set_id', field: 'shipping_option' },
})

export const settingsLinks = [
  regionPaymentProvider,
  salesChannelStockLocation,
  locationFulfillmentProvider,
  locationFulfillmentSet,
  shippingOptionPriceSet,
]

/** The tables of the links. */
export const settingsMigrations: ModuleMigration[] = [linkMigration('settings/20261123_links', settingsLinks)]
