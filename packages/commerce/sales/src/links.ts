import { sqlMigration } from '@stoa/kernel'
import { defineLink, linkMigration } from '@stoa/query'

/** What is to be paid for an order. */
export const orderPaymentCollection = defineLink({
  table: 'order_payment_collection',
  left: { entity: 'order', key: 'order_id', field: 'payment_collections', many: true },
  right: { entity: 'payment_collection', key: 'payment_collection_id', field: 'order' },
})

/** Which promotions took something off an order. */
export const orderPromotion = defineLink({
  table: 'order_promotion',
  left: { entity: 'order', key: 'order_id', field: 'promotions', many: true },
  right: { entity: 'promotion', key: 'promotion_id' },
})

/** What was sent of an order. */
export const orderFulfillment = defineLink({
  table: 'order_fulfillment',
  left: { entity: 'order', key: 'order_id', field: 'fulfillments', many: true },
  right: { entity: 'fulfillment', key: 'fulfillment_id', field: 'order' },
})

/** What brings the goods of a return back. */
export const returnFulfillment = defineLink({
  table: 'return_fulfillment',
  left: { entity: 'return', key: 'return_id', field: 'fulfillments', many: true },
  right: { entity: 'fulfillment', key: 'fulfillment_id' },
})

/**
 * The links' tables. Where `@stoa/checkout` is used its migrations made the table before, so they come first.
 */
export const salesMigrations = [
  sqlMigration(
    'sales/20261124_links',
    'create schema if not exists stoa_link;',
    `create table if not exists stoa_link.order_payment_collection (
      order_id text not null,
      payment_collection_id text not null,
      created_at timestamptz not null default now(),
      primary key (order_id, payment_collection_id)
    );`,
    'create index if not exists order_payment_collection_payment_collection_id_index on stoa_link.order_payment_collection (payment_collection_id);',
    // What is paid counts for one order alone.
    'create unique index order_payment_collection_once on stoa_link.order_payment_collection (payment_collection_id);',
  ),
  linkMigration('sales/20261124_promotions', [orderPromotion]),
  linkMigration('sales/20261124_fulfillments', [orderFulfillment, returnFulfillment]),
  // What was counted for each, so that exactly that can be given back.
  sqlMigration(
    'sales/20261124_promotion_uses',
    `alter table stoa_link.order_promotion
      add column budget_id text, add column amount numeric, add column attribute_value text,
      add column given_back_at timestamptz;`,
  ),
]
