import { sqlMigration } from '@stoa/kernel'

export const initial = sqlMigration(
  'store/20261123_initial',
  `
    create schema if not exists "stoa_store";
    create table "stoa_store"."store" ("id" text not null, "name" text not null default 'Stoa Store', "default_sales_channel_id" text null, "default_region_id" text null, "default_location_id" text null, "metadata" jsonb null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));

    create table "stoa_store"."store_currency" ("id" text not null, "currency_code" text not null, "is_default" boolean not null default false, "store_id" text null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "store_currency_store_id_index" on "stoa_store"."store_currency" ("store_id") where deleted_at is null;

    create table "stoa_store"."store_locale" ("id" text not null, "locale_code" text not null, "store_id" text null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "store_locale_store_id_index" on "stoa_store"."store_locale" ("store_id") where deleted_at is null;

    alter table "stoa_store"."store_currency" add constraint "store_currency_store_id_foreign" foreign key ("store_id") references "stoa_store"."store" ("id") on delete cascade;

    alter table "stoa_store"."store_locale" add constraint "store_locale_store_id_foreign" foreign key ("store_id") references "stoa_store"."store" ("id") on delete cascade;
  `,
)
