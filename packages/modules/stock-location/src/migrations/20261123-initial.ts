import { sqlMigration } from '@stoa/kernel'

export const initial = sqlMigration(
  'stock_location/20261123_initial',
  `
    create schema if not exists "stoa_stock_location";
    create table "stoa_stock_location"."stock_location_address" ("id" text not null, "address_1" text not null, "address_2" text null, "company" text null, "city" text null, "country_code" text not null, "phone" text null, "province" text null, "postal_code" text null, "metadata" jsonb null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));

    create table "stoa_stock_location"."stock_location" ("id" text not null, "name" text not null, "metadata" jsonb null, "address_id" text null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "stock_location_address_id_index" on "stoa_stock_location"."stock_location" ("address_id") where deleted_at is null;

    alter table "stoa_stock_location"."stock_location" add constraint "stock_location_address_id_foreign" foreign key ("address_id") references "stoa_stock_location"."stock_location_address" ("id") on delete set null;
  `,
)
