import { sqlMigration } from '@stoa/kernel'

/**
 * What `q` looks through: a product's own words and those of its variants, kept in the product's row. Statement-level
 * triggers keep it true, so that a batch of a thousand variants costs one update.
 */
export const search = sqlMigration(
  'product/20261123_search',
  'create extension if not exists pg_trgm;',
  `
    alter table stoa_product.product add column search_document text;
    create index product_search_document_index on stoa_product.product
      using gin (search_document gin_trgm_ops) where deleted_at is null;

    create function stoa_product.search_document_of(p stoa_product.product) returns text language sql stable as $$
      select lower(concat_ws(' ', p.title, p.subtitle, p.handle, p.description, p.material, (
        select string_agg(concat_ws(' ', v.title, v.sku, v.barcode, v.ean, v.upc), ' ')
        from stoa_product.product_variant v where v.product_id = p.id and v.deleted_at is null)))
    $$;

    create function stoa_product.set_search_document() returns trigger language plpgsql as $$
    begin
      new.search_document := stoa_product.search_document_of(new);
      return new;
    end $$;

    create trigger product_search before insert or update of title, subtitle, handle, description, material
      on stoa_product.product for each row execute function stoa_product.set_search_document();

    create function stoa_product.set_search_documents() returns trigger language plpgsql as $$
    begin
      update stoa_product.product p set search_document = stoa_product.search_document_of(p)
      where p.id in (select product_id from changed);
      return null;
    end $$;

    create trigger variant_search_insert after insert on stoa_product.product_variant
      referencing new table as changed for each statement execute function stoa_product.set_search_documents();
    create trigger variant_search_update after update on stoa_product.product_variant
      referencing new table as changed for each statement execute function stoa_product.set_search_documents();
    create trigger variant_search_delete after delete on stoa_product.product_variant
      referencing old table as changed for each statement execute function stoa_product.set_search_documents();
  `,
)
