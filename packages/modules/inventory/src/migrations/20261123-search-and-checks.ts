import { sqlMigration } from '@stoa/kernel'

export const searchAndChecks = sqlMigration(
  'inventory/20261123_search_and_checks',
  'create extension if not exists pg_trgm;',
  `
    alter table stoa_inventory.inventory_item add column search_document text generated always as (lower(
      coalesce(sku, '') || ' ' || coalesce(title, '') || ' ' || coalesce(description, '') || ' ' ||
      coalesce(hs_code, '') || ' ' || coalesce(mid_code, '') || ' ' || coalesce(material, ''))) stored;
    create index inventory_item_search_document_index on stoa_inventory.inventory_item
      using gin (search_document gin_trgm_ops) where deleted_at is null;

    alter table stoa_inventory.inventory_level
      add constraint inventory_level_reserved_quantity_check check (reserved_quantity >= 0);
    alter table stoa_inventory.reservation_item
      add constraint reservation_item_quantity_check check (quantity > 0);
  `,
)
