import { sqlMigration } from '@stoa/kernel'

/** What `q` looks through, and the guard that keeps addresses comparable however they are written. */
export const search = sqlMigration(
  'customer/20261123_search',
  'create extension if not exists pg_trgm;',
  `
    alter table stoa_customer.customer add column search_document text generated always as (lower(
      coalesce(email, '') || ' ' || coalesce(first_name, '') || ' ' || coalesce(last_name, '') || ' ' ||
      coalesce(company_name, '') || ' ' || coalesce(phone, ''))) stored;
    create index customer_search_document_index on stoa_customer.customer
      using gin (search_document gin_trgm_ops) where deleted_at is null;
    alter table stoa_customer.customer add constraint customer_email_lower_case check (email = lower(email));
  `,
)
