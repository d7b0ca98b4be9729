import { sqlMigration } from '@stoa/kernel'

export const initial = sqlMigration(
  'inventory/20261123_initial',
  `
    create schema if not exists "stoa_inventory";
    create table "stoa_inventory"."inventory_item" ("id" text not null, "sku" text null, "origin_country" text null, "hs_code" text null, "mid_code" text null, "material" text null, "unit_of_measure" text null, "weight" double precision null, "length" double precision null, "height" double precision null, "width" double precision null, "requires_shipping" boolean not null default true, "description" text null, "title" text null, "thumbnail" text null, "metadata" jsonb null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create unique index "inventory_item_sku_unique" on "stoa_inventory"."inventory_item" ("sku") where deleted_at is null;

    create table "stoa_inventory"."inventory_level" ("id" text not null, "location_id" text not null, "stocked_quantity" numeric not null default '0', "reserved_quantity" numeric not null default '0', "incoming_quantity" numeric not null default '0', "metadata" jsonb null, "inventory_item_id" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "inventory_level_location_id_index" on "stoa_inventory"."inventory_level" ("location_id") where deleted_at is null;
    create unique index "inventory_level_inventory_item_id_location_id_unique" on "stoa_inventory"."inventory_level" ("inventory_item_id", "location_id") where deleted_at is null;

    create table "stoa_inventory"."reservation_item" ("id" text not null, "line_item_id" text null, "allow_backorder" boolean not null default false, "location_id" text not null, "quantity" numeric not null, "external_id" text null, "description" text null, "created_by" text null, "metadata" jsonb null, "inventory_item_id" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "reservation_item_inventory_item_id_location_id_index" on "stoa_inventory"."reservation_item" ("inventory_item_id", "location_id") where deleted_at is null;
    create index "reservation_item_line_item_id_index" on "stoa_inventory"."reservation_item" ("line_item_id") where deleted_at is null;
    create index "reservation_item_location_id_index" on "stoa_inventory"."reservation_item" ("location_id") where deleted_at is null;

    alter table "stoa_inventory"."inventory_level" add constraint "inventory_level_inventory_item_id_foreign" foreign key ("inventory_item_id") references "stoa_inventory"."inventory_item" ("id") on delete cascade;

    alter table "stoa_inventory"."reservation_item" add constraint "reservation_item_inventory_item_id_foreign" foreign key ("inventory_item_id") references "stoa_inventory"."inventory_item" ("id") on delete cascade;
  `,
)
