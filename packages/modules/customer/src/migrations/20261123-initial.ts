import { sqlMigration } from '@stoa/kernel'

export const initial = sqlMigration(
  'customer/20261123_initial',
  `
    create schema if not exists "stoa_customer";
    create table "stoa_customer"."customer" ("id" text not null, "company_name" text null, "first_name" text null, "last_name" text null, "email" text null, "phone" text null, "has_account" boolean not null default false, "metadata" jsonb null, "created_by" text null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "customer_created_at_id_index" on "stoa_customer"."customer" ("created_at", "id") where deleted_at is null;
    create unique index "customer_email_has_account_unique" on "stoa_customer"."customer" ("email", "has_account") where deleted_at is null;

    create table "stoa_customer"."customer_address" ("id" text not null, "address_name" text null, "is_default_shipping" boolean not null default false, "is_default_billing" boolean not null default false, "company" text null, "first_name" text null, "last_name" text null, "address_1" text null, "address_2" text null, "city" text null, "country_code" text null, "province" text null, "postal_code" text null, "phone" text null, "metadata" jsonb null, "customer_id" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "customer_address_customer_id_index" on "stoa_customer"."customer_address" ("customer_id") where deleted_at is null;
    create unique index "customer_address_is_default_billing_unique" on "stoa_customer"."customer_address" ("customer_id") where is_default_billing = true and deleted_at is null;
    create unique index "customer_address_is_default_shipping_unique" on "stoa_customer"."customer_address" ("customer_id") where is_default_shipping = true and deleted_at is null;

    create table "stoa_customer"."customer_group" ("id" text not null, "name" text not null, "metadata" jsonb null, "created_by" text null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create unique index "customer_group_name_unique" on "stoa_customer"."customer_group" ("name") where deleted_at is null;

    create table "stoa_customer"."customer_group_customer" ("id" text not null, "created_by" text null, "metadata" jsonb null, "customer_id" text not null, "customer_group_id" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "customer_group_customer_customer_group_id_index" on "stoa_customer"."customer_group_customer" ("customer_group_id") where deleted_at is null;
    create unique index "customer_group_customer_customer_id_customer_group_id_unique" on "stoa_customer"."customer_group_customer" ("customer_id", "customer_group_id") where deleted_at is null;

    alter table "stoa_customer"."customer_address" add constraint "customer_address_customer_id_foreign" foreign key ("customer_id") references "stoa_customer"."customer" ("id") on delete cascade;

    alter table "stoa_customer"."customer_group_customer" add constraint "customer_group_customer_customer_id_foreign" foreign key ("customer_id") references "stoa_customer"."customer" ("id") on delete cascade;
    alter table "stoa_customer"."customer_group_customer" add constraint "customer_group_customer_customer_group_id_foreign" foreign key ("customer_group_id") references "stoa_customer"."customer_group" ("id") on delete cascade;
  `,
)
