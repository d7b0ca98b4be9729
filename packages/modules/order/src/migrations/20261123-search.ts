import { sqlMigration } from '@stoa/kernel'

/** What `q` looks through: the number, the e-mail, and nothing of other tables. */
export const search = sqlMigration(
  'order/20261123_search',
  'create extension if not exists pg_trgm;',
  `
    alter table stoa_order."order" add column search_document text generated always as
      (lower(display_id::text || ' ' || coalesce(custom_display_id, '') || ' ' || coalesce(email, ''))) stored;
    create index order_search_document_index on stoa_order."order"
      using gin (search_document gin_trgm_ops) where deleted_at is null;
    create index order_summary_version_index on stoa_order.order_summary (order_id, version);
    create index order_item_version_index on stoa_order.order_item (order_id, version);
    create index order_shipping_version_index on stoa_order.order_shipping (order_id, version);
  `,
)
