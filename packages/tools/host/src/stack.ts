import { accounts, accountsGraph, accountsMigrations, accountsProviders } from '@stoa/accounts'
import { adminSettingsModule } from '@stoa/admin-settings'
import { apiKeyModule } from '@stoa/api-key'
import { authModule } from '@stoa/auth'
import { cartModule } from '@stoa/cart'
import {
  catalog,
  catalogGraph,
  catalogJobs,
  catalogMigrations,
  catalogSubscribers,
  catalogWorkflows,
} from '@stoa/catalog'
import {
  checkout,
  checkoutGraph,
  checkoutMigrations,
  checkoutProviders,
  completeCart,
  settlePaymentSubscriber,
} from '@stoa/checkout'
import { currencyModule } from '@stoa/currency'
import { customerModule } from '@stoa/customer'
import { eventsModule } from '@stoa/events'
import { fileModule } from '@stoa/file'
import { FulfillmentProviders, fulfillmentModule } from '@stoa/fulfillment'
import { ManualFulfillment } from '@stoa/fulfillment-manual'
import { idempotencyModule } from '@stoa/idempotency'
import { inventoryModule } from '@stoa/inventory'
import { provide } from '@stoa/kernel'
import { notificationModule } from '@stoa/notification'
import { operations, operationsGraph, operationsWorkflows } from '@stoa/operations'
import { orderModule } from '@stoa/order'
import { paymentModule } from '@stoa/payment'
import { pricingModule } from '@stoa/pricing'
import { productModule } from '@stoa/product'
import { promotionModule } from '@stoa/promotion'
import { queryModule } from '@stoa/query'
import { rbacModule } from '@stoa/rbac'
import { regionModule } from '@stoa/region'
import {
  finishPaymentsJob,
  sales,
  salesGraph,
  salesMigrations,
  salesSubscribers,
  salesWorkflows,
} from '@stoa/sales'
import { salesChannelModule } from '@stoa/sales-channel'
import { settings, settingsGraph, settingsMigrations } from '@stoa/settings'
import { stock, stockGraph, stockSubscribers, stockWorkflows } from '@stoa/stock'
import { stockLocationModule } from '@stoa/stock-location'
import { storeModule } from '@stoa/store'
import { taxModule } from '@stoa/tax'
import { telemetryModule } from '@stoa/telemetry'
import { translationModule } from '@stoa/translation'
import { userModule } from '@stoa/user'
import { workflowsModule } from '@stoa/workflows'
import type { Plugin } from './plugin.ts'
import { retentionJobs } from './retention.ts'

/** Everything Stoa has. A host of one's own may take less of it, or more. */
export const stack: Plugin = {
  feature_flags: { rbac: true, view_configurations: true, translation: true, index_engine: false },
  modules: [
    queryModule,
    eventsModule,
    workflowsModule,
    idempotencyModule,
    telemetryModule,
    storeModule,
    currencyModule,
    regionModule,
    salesChannelModule,
    stockLocationModule,
    productModule,
    pricingModule,
    promotionModule,
    inventoryModule,
    taxModule,
    fulfillmentModule,
    paymentModule,
    customerModule,
    userModule,
    rbacModule,
    authModule,
    apiKeyModule,
    cartModule,
    orderModule,
    fileModule,
    notificationModule,
    adminSettingsModule,
    translationModule,
  ],
  areas: [settings, catalog, accounts, checkout, sales, operations, stock],
  graph: [
    ...settingsGraph,
    ...catalogGraph,
    ...accountsGraph,
    ...checkoutGraph,
    ...salesGraph,
    ...stockGraph,
    ...operationsGraph,
  ],
  migrations: [
    ...settingsMigrations,
    ...catalogMigrations,
    ...accountsMigrations,
    ...checkoutMigrations,
    ...salesMigrations,
  ],
  providers: [
    ...accountsProviders,
    ...checkoutProviders,
    provide(FulfillmentProviders, () => new FulfillmentProviders([new ManualFulfillment()])),
  ],
  subscribers: [settlePaymentSubscriber, ...catalogSubscribers, ...stockSubscribers, ...salesSubscribers],
  workflows: [
    completeCart,
    ...salesWorkflows,
    ...catalogWorkflows,
    ...stockWorkflows,
    ...operationsWorkflows,
  ],
  jobs: [...retentionJobs, finishPaymentsJob, ...catalogJobs],
}
