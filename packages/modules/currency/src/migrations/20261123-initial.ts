import { sqlMigration } from '@stoa/kernel'

export const initial = sqlMigration(
  'currency/20261123_initial',
  `
    create schema if not exists "stoa_currency";
    create table "stoa_currency"."currency" ("code" text not null, "symbol" text not null, "symbol_native" text not null, "name" text not null, "decimal_digits" int not null default 0, "rounding" numeric not null default '0', "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("code"));
  `,
)
