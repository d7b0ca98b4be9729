import { sqlMigration } from '@stoa/kernel'

export const initial = sqlMigration(
  'sales_channel/20261123_initial',
  `
    create schema if not exists "stoa_sales_channel";
    create table "stoa_sales_channel"."sales_channel" ("id" text not null, "name" text not null, "description" text null, "is_disabled" boolean not null default false, "metadata" jsonb null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
  `,
)
