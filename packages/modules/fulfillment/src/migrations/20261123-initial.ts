import { sqlMigration } from '@stoa/kernel'

export const initial = sqlMigration(
  'fulfillment/20261123_initial',
  `
    create schema if not exists "stoa_fulfillment";
    create table "stoa_fulfillment"."fulfillment_address" ("id" text not null, "company" text null, "first_name" text null, "last_name" text null, "address_1" text null, "address_2" text null, "city" text null, "country_code" text null, "province" text null, "postal_code" text null, "phone" text null, "metadata" jsonb null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));

    create table "stoa_fulfillment"."fulfillment_provider" ("id" text not null, "is_enabled" boolean not null default true, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));

    create table "stoa_fulfillment"."fulfillment_set" ("id" text not null, "name" text not null, "type" text not null, "metadata" jsonb null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create unique index "fulfillment_set_name_unique" on "stoa_fulfillment"."fulfillment_set" ("name") where deleted_at is null;

    create table "stoa_fulfillment"."service_zone" ("id" text not null, "name" text not null, "metadata" jsonb null, "fulfillment_set_id" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "service_zone_fulfillment_set_id_index" on "stoa_fulfillment"."service_zone" ("fulfillment_set_id") where deleted_at is null;
    create unique index "service_zone_name_unique" on "stoa_fulfillment"."service_zone" ("name") where deleted_at is null;

    create table "stoa_fulfillment"."geo_zone" ("id" text not null, "type" text not null default 'country', "country_code" text not null, "province_code" text null, "city" text null, "postal_expression" jsonb null, "metadata" jsonb null, "service_zone_id" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "geo_zone_service_zone_id_index" on "stoa_fulfillment"."geo_zone" ("service_zone_id") where deleted_at is null;
    create index "geo_zone_country_code_index" on "stoa_fulfillment"."geo_zone" ("country_code") where deleted_at is null;
    alter table "stoa_fulfillment"."geo_zone" add constraint "geo_zone_type_check" check ("type" in ('country', 'province', 'city', 'zip'));

    create table "stoa_fulfillment"."shipping_option_type" ("id" text not null, "label" text not null, "description" text null, "code" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));

    create table "stoa_fulfillment"."shipping_profile" ("id" text not null, "name" text not null, "type" text not null, "metadata" jsonb null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create unique index "shipping_profile_name_unique" on "stoa_fulfillment"."shipping_profile" ("name") where deleted_at is null;

    create table "stoa_fulfillment"."shipping_option" ("id" text not null, "name" text not null, "price_type" text not null default 'flat', "data" jsonb null, "metadata" jsonb null, "service_zone_id" text not null, "shipping_profile_id" text null, "provider_id" text null, "shipping_option_type_id" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "shipping_option_service_zone_id_index" on "stoa_fulfillment"."shipping_option" ("service_zone_id") where deleted_at is null;
    create index "shipping_option_shipping_profile_id_index" on "stoa_fulfillment"."shipping_option" ("shipping_profile_id") where deleted_at is null;
    create index "shipping_option_provider_id_index" on "stoa_fulfillment"."shipping_option" ("provider_id") where deleted_at is null;
    create index "shipping_option_shipping_option_type_id_index" on "stoa_fulfillment"."shipping_option" ("shipping_option_type_id") where deleted_at is null;
    alter table "stoa_fulfillment"."shipping_option" add constraint "shipping_option_price_type_check" check ("price_type" in ('calculated', 'flat'));

    create table "stoa_fulfillment"."shipping_option_rule" ("id" text not null, "attribute" text not null, "operator" text not null, "value" jsonb null, "shipping_option_id" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "shipping_option_rule_shipping_option_id_index" on "stoa_fulfillment"."shipping_option_rule" ("shipping_option_id") where deleted_at is null;
    alter table "stoa_fulfillment"."shipping_option_rule" add constraint "shipping_option_rule_operator_check" check ("operator" in ('in', 'eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'nin'));

    create table "stoa_fulfillment"."fulfillment" ("id" text not null, "location_id" text not null, "packed_at" timestamptz null, "shipped_at" timestamptz null, "marked_shipped_by" text null, "created_by" text null, "delivered_at" timestamptz null, "canceled_at" timestamptz null, "data" jsonb null, "requires_shipping" boolean not null default true, "metadata" jsonb null, "provider_id" text null, "shipping_option_id" text null, "delivery_address_id" text null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "fulfillment_provider_id_index" on "stoa_fulfillment"."fulfillment" ("provider_id") where deleted_at is null;
    create index "fulfillment_shipping_option_id_index" on "stoa_fulfillment"."fulfillment" ("shipping_option_id") where deleted_at is null;
    create index "fulfillment_delivery_address_id_index" on "stoa_fulfillment"."fulfillment" ("delivery_address_id") where deleted_at is null;
    create index "fulfillment_location_id_index" on "stoa_fulfillment"."fulfillment" ("location_id") where deleted_at is null;

    create table "stoa_fulfillment"."fulfillment_label" ("id" text not null, "tracking_number" text not null, "tracking_url" text not null, "label_url" text not null, "fulfillment_id" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "fulfillment_label_fulfillment_id_index" on "stoa_fulfillment"."fulfillment_label" ("fulfillment_id") where deleted_at is null;

    create table "stoa_fulfillment"."fulfillment_item" ("id" text not null, "title" text not null, "sku" text not null, "barcode" text not null, "quantity" numeric not null, "line_item_id" text null, "inventory_item_id" text null, "fulfillment_id" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "fulfillment_item_fulfillment_id_index" on "stoa_fulfillment"."fulfillment_item" ("fulfillment_id") where deleted_at is null;
    create index "fulfillment_item_line_item_id_index" on "stoa_fulfillment"."fulfillment_item" ("line_item_id") where deleted_at is null;
    create index "fulfillment_item_inventory_item_id_index" on "stoa_fulfillment"."fulfillment_item" ("inventory_item_id") where deleted_at is null;

    alter table "stoa_fulfillment"."service_zone" add constraint "service_zone_fulfillment_set_id_foreign" foreign key ("fulfillment_set_id") references "stoa_fulfillment"."fulfillment_set" ("id") on delete cascade;

    alter table "stoa_fulfillment"."geo_zone" add constraint "geo_zone_service_zone_id_foreign" foreign key ("service_zone_id") references "stoa_fulfillment"."service_zone" ("id") on delete cascade;

    alter table "stoa_fulfillment"."shipping_option" add constraint "shipping_option_service_zone_id_foreign" foreign key ("service_zone_id") references "stoa_fulfillment"."service_zone" ("id") on delete cascade;
    alter table "stoa_fulfillment"."shipping_option" add constraint "shipping_option_shipping_profile_id_foreign" foreign key ("shipping_profile_id") references "stoa_fulfillment"."shipping_profile" ("id") on delete set null;
    alter table "stoa_fulfillment"."shipping_option" add constraint "shipping_option_provider_id_foreign" foreign key ("provider_id") references "stoa_fulfillment"."fulfillment_provider" ("id") on delete set null;
    alter table "stoa_fulfillment"."shipping_option" add constraint "shipping_option_shipping_option_type_id_foreign" foreign key ("shipping_option_type_id") references "stoa_fulfillment"."shipping_option_type" ("id");

    alter table "stoa_fulfillment"."shipping_option_rule" add constraint "shipping_option_rule_shipping_option_id_foreign" foreign key ("shipping_option_id") references "stoa_fulfillment"."shipping_option" ("id") on delete cascade;

    alter table "stoa_fulfillment"."fulfillment" add constraint "fulfillment_provider_id_foreign" foreign key ("provider_id") references "stoa_fulfillment"."fulfillment_provider" ("id") on delete set null;
    alter table "stoa_fulfillment"."fulfillment" add constraint "fulfillment_shipping_option_id_foreign" foreign key ("shipping_option_id") references "stoa_fulfillment"."shipping_option" ("id") on delete set null;
    alter table "stoa_fulfillment"."fulfillment" add constraint "fulfillment_delivery_address_id_foreign" foreign key ("delivery_address_id") references "stoa_fulfillment"."fulfillment_address" ("id") on delete set null;

    alter table "stoa_fulfillment"."fulfillment_label" add constraint "fulfillment_label_fulfillment_id_foreign" foreign key ("fulfillment_id") references "stoa_fulfillment"."fulfillment" ("id") on delete cascade;

    alter table "stoa_fulfillment"."fulfillment_item" add constraint "fulfillment_item_fulfillment_id_foreign" foreign key ("fulfillment_id") references "stoa_fulfillment"."fulfillment" ("id") on delete cascade;
  `,
)
