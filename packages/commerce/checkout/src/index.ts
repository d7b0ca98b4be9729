import type { StoaServer } from '@stoa/http'
import { storeCarts } from './store/carts.ts'
import { storeComplete } from './store/complete.ts'
import { storeLineItems } from './store/line-items.ts'
import { storePaymentCollections } from './store/payment-collections.ts'
import { storePromotions } from './store/promotions.ts'
import { storeShipping } from './store/shipping.ts'
import { paymentHook } from './webhooks/payment-hook.ts'

export { CheckoutOptions } from './checkout-options.ts'
export { checkoutGraph } from './graph.ts'
export {
  cartPaymentCollection,
  cartPromotion,
  checkoutMigrations,
  customerAccountHolder,
  orderCart,
} from './links.ts'
export { checkoutProviders } from './providers.ts'
export { pruneCarts } from './prune-carts.ts'
export { settlePaymentSubscriber } from './webhooks/settle-payment.ts'
export { completeCart } from './workflows/complete-cart.ts'

/** The routes from the empty cart to the placed order, as a Fastify plugin. */
export async function checkout(app: StoaServer): Promise<void> {
  for (const routes of [
    storeCarts,
    storeLineItems,
    storePromotions,
    storeShipping,
    storePaymentCollections,
    storeComplete,
    paymentHook,
  ]) {
    await app.register(routes as never)
  }
}
