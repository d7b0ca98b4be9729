import { sqlMigration } from '@stoa/kernel'
import { defineLink, linkMigration } from '@stoa/query'
import { orderPaymentCollection } from '@stoa/sales'

/** What is to be paid for a cart. */
export const cartPaymentCollection = defineLink({
  table: 'cart_payment_collection',
  left: { entity: 'cart', key: 'cart_id', field: 'payment_collection' },
  right: { entity: 'payment_collection', key: 'payment_collection_id', field: 'cart' },
})

/** Which cart an order was. */
export const orderCart = defineLink({
  table: 'order_cart',
  left: { entity: 'order', key: 'order_id', field: 'cart' },
  right: { entity: 'cart', key: 'cart_id', field: 'order' },
})

/** Which promotions a cart has: those whose codes its buyer gave, and automatic ones that take something off it. */
export const cartPromotion = defineLink({
  table: 'cart_promotion',
  left: { entity: 'cart', key: 'cart_id', field: 'promotions', many: true },
  right: { entity: 'promotion', key: 'promotion_id' },
})

/** As whom payment providers know a customer. */
export const customerAccountHolder = defineLink({
  table: 'customer_account_holder',
  left: { entity: 'customer', key: 'customer_id', field: 'account_holders', many: true },
  right: { entity: 'account_holder', key: 'account_holder_id', field: 'customer' },
})

export const checkoutLinks = [cartPaymentCollection, orderCart, cartPromotion, customerAccountHolder]

export const checkoutMigrations = [
  linkMigration('checkout/20261123_links', [cartPaymentCollection, orderCart, orderPaymentCollection]),
  // Whatever else goes wrong, a cart never becomes two orders, and is never to be paid twice.
  sqlMigration(
    'checkout/20261123_once',
    'create unique index order_cart_once on stoa_link.order_cart (cart_id);',
    'create unique index cart_payment_collection_once on stoa_link.cart_payment_collection (cart_id);',
  ),
  linkMigration('checkout/20261124_account_holders', [customerAccountHolder]),
  linkMigration('checkout/20261124_promotions', [cartPromotion]),
]
