import { sqlMigration } from '@stoa/kernel'

/**
 * Most prices are in no list. An index that holds them too tempts PostgreSQL, before it has statistics, to look for the
 * prices of one set among all that are in no list.
 */
export const priceListIndex = sqlMigration(
  'pricing/20261124_price_list_index',
  `drop index "stoa_pricing"."price_price_list_id_index";
   create index "price_price_list_id_index" on "stoa_pricing"."price" ("price_list_id")
     where deleted_at is null and price_list_id is not null;`,
)
