import { sqlMigration } from '@stoa/kernel'

export const initial = sqlMigration(
  'idempotency/20261124_initial',
  `
    create schema if not exists stoa_idempotency;

    create table stoa_idempotency.request (
      asker text not null,
      path text not null,
      key text not null,
      fingerprint text not null,
      owner text not null,
      lease_expires_at timestamptz not null,
      has_effects boolean not null default false,
      status int,
      content_type text,
      body text,
      created_at timestamptz not null default now(),
      primary key (asker, path, key)
    );
    create index request_created_at on stoa_idempotency.request (created_at);
  `,
)
