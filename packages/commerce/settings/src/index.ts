import type { StoaServer } from '@stoa/http'
import { adminRegions } from './admin/regions.ts'
import { adminSalesChannels } from './admin/sales-channels.ts'
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

/** The settings' routes, as a Fastify plugin. */
export async function settings(app: StoaServer): Promise<void> {
  await app.register(storeRegions as never)
  await app.register(storePaymentProviders as never)
  await app.register(adminRegions as never)
  await app.register(adminSalesChannels as never)
}
