import { sqlMigration } from '@stoa/kernel'
import { defineLink, linkMigration } from '@stoa/query'

/** Where a product is sold. */
export const productSalesChannel = defineLink({
  table: 'product_sales_channel',
  left: { entity: 'product', key: 'product_id', field: 'sales_channels', many: true },
  right: { entity: 'sales_channel', key: 'sales_channel_id' },
})

/** How a product is shipped. */
export const productShippingProfile = defineLink({
  table: 'product_shipping_profile',
  left: { entity: 'product', key: 'product_id', field: 'shipping_profile' },
  right: { entity: 'shipping_profile', key: 'shipping_profile_id' },
})

/** What a variant costs. */
export const variantPriceSet = defineLink({
  table: 'product_variant_price_set',
  left: { entity: 'product_variant', key: 'variant_id', field: 'price_set' },
  right: { entity: 'price_set', key: 'price_set_id', field: 'variant' },
})

/** The same for the same pair: by it a client tells one row from another. */
const PAIR_ID = `text generated always as ('pvitem_' || md5(variant_id || ' ' || inventory_item_id)) stored`

/** What lies in the stock for a variant, and how many of it make one. */
export const variantInventoryItem = defineLink({
  table: 'product_variant_inventory_item',
  left: {
    entity: 'product_variant',
    key: 'variant_id',
    row: 'inventory_items',
    field: 'inventory',
    many: true,
  },
  right: { entity: 'inventory_item', key: 'inventory_item_id', field: 'variants', many: true },
  columns: { required_quantity: 'integer not null default 1', id: PAIR_ID },
})

export const catalogLinks = [
  productSalesChannel,
  productShippingProfile,
  variantPriceSet,
  variantInventoryItem,
]

export const catalogMigrations = [
  linkMigration('catalog/20261123_links', catalogLinks),
  // Shops that began before the pairs had ids.
  sqlMigration(
    'catalog/20261124_pair_ids',
    `alter table stoa_link.product_variant_inventory_item add column if not exists id ${PAIR_ID};`,
  ),
  // Files of products that wait to be imported.
  sqlMigration(
    'catalog/20261124_product_imports',
    `create schema if not exists stoa_catalog;
     create table stoa_catalog.product_import (
       transaction_id text primary key,
       file_id text not null,
       to_create integer not null,
       to_update integer not null,
       confirmed_at timestamptz,
       created_at timestamptz not null default now()
     );
     create index product_import_created_at_index on stoa_catalog.product_import (created_at);`,
  ),
]
