import { sqlMigration } from '@stoa/kernel'

export const initial = sqlMigration(
  'product/20261123_initial',
  `
    create schema if not exists "stoa_product";
    create table "stoa_product"."product_category" ("id" text not null, "name" text not null, "description" text not null default '', "handle" text not null, "mpath" text not null, "is_active" boolean not null default false, "is_internal" boolean not null default false, "rank" int not null default 0, "external_id" text null, "metadata" jsonb null, "parent_category_id" text null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "product_category_parent_category_id_rank_index" on "stoa_product"."product_category" ("parent_category_id", "rank") where deleted_at is null;
    create unique index "product_category_handle_unique" on "stoa_product"."product_category" ("handle") where deleted_at is null;

    create table "stoa_product"."product_collection" ("id" text not null, "title" text not null, "handle" text not null, "external_id" text null, "metadata" jsonb null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create unique index "product_collection_handle_unique" on "stoa_product"."product_collection" ("handle") where deleted_at is null;

    create table "stoa_product"."product_option" ("id" text not null, "title" text not null, "is_exclusive" boolean not null default false, "metadata" jsonb null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create unique index "product_option_title_unique" on "stoa_product"."product_option" ("title") where deleted_at is null and is_exclusive = false;

    create table "stoa_product"."product_option_value" ("id" text not null, "value" text not null, "rank" int null, "metadata" jsonb null, "option_id" text null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create unique index "product_option_value_option_id_value_unique" on "stoa_product"."product_option_value" ("option_id", "value") where deleted_at is null;

    create table "stoa_product"."product_tag" ("id" text not null, "value" text not null, "external_id" text null, "metadata" jsonb null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create unique index "product_tag_value_unique" on "stoa_product"."product_tag" ("value") where deleted_at is null;

    create table "stoa_product"."product_type" ("id" text not null, "value" text not null, "external_id" text null, "metadata" jsonb null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create unique index "product_type_value_unique" on "stoa_product"."product_type" ("value") where deleted_at is null;

    create table "stoa_product"."product" ("id" text not null, "title" text not null, "handle" text not null, "subtitle" text null, "description" text null, "is_giftcard" boolean not null default false, "status" text not null default 'draft', "thumbnail" text null, "weight" double precision null, "length" double precision null, "height" double precision null, "width" double precision null, "origin_country" text null, "hs_code" text null, "mid_code" text null, "material" text null, "discountable" boolean not null default true, "external_id" text null, "metadata" jsonb null, "type_id" text null, "collection_id" text null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "product_collection_id_index" on "stoa_product"."product" ("collection_id") where deleted_at is null;
    create index "product_type_id_index" on "stoa_product"."product" ("type_id") where deleted_at is null;
    create index "product_status_created_at_id_index" on "stoa_product"."product" ("status", "created_at", "id") where deleted_at is null;
    create unique index "product_handle_unique" on "stoa_product"."product" ("handle") where deleted_at is null;
    alter table "stoa_product"."product" add constraint "product_status_check" check ("status" in ('draft', 'proposed', 'published', 'rejected'));

    create table "stoa_product"."product_product_option" ("id" text not null, "product_id" text not null, "product_option_id" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "product_product_option_product_id_index" on "stoa_product"."product_product_option" ("product_id") where deleted_at is null;
    create index "product_product_option_product_option_id_index" on "stoa_product"."product_product_option" ("product_option_id") where deleted_at is null;

    create table "stoa_product"."image" ("id" text not null, "url" text not null, "metadata" jsonb null, "rank" int not null default 0, "product_id" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "image_product_id_rank_index" on "stoa_product"."image" ("product_id", "rank") where deleted_at is null;

    create table "stoa_product"."product_variant" ("id" text not null, "title" text not null, "sku" text null, "barcode" text null, "ean" text null, "upc" text null, "allow_backorder" boolean not null default false, "manage_inventory" boolean not null default true, "hs_code" text null, "origin_country" text null, "mid_code" text null, "material" text null, "weight" double precision null, "length" double precision null, "height" double precision null, "width" double precision null, "metadata" jsonb null, "variant_rank" int null default 0, "thumbnail" text null, "product_id" text null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "product_variant_product_id_variant_rank_index" on "stoa_product"."product_variant" ("product_id", "variant_rank") where deleted_at is null;
    create unique index "product_variant_sku_unique" on "stoa_product"."product_variant" ("sku") where deleted_at is null;
    create unique index "product_variant_barcode_unique" on "stoa_product"."product_variant" ("barcode") where deleted_at is null;
    create unique index "product_variant_ean_unique" on "stoa_product"."product_variant" ("ean") where deleted_at is null;
    create unique index "product_variant_upc_unique" on "stoa_product"."product_variant" ("upc") where deleted_at is null;

    create table "stoa_product"."product_category_product" ("product_id" text not null, "product_category_id" text not null, primary key ("product_id", "product_category_id"));
    create index "product_category_product_product_category_id_index" on "stoa_product"."product_category_product" ("product_category_id");

    create table "stoa_product"."product_product_option_value" ("product_product_option_id" text not null, "product_option_value_id" text not null, primary key ("product_product_option_id", "product_option_value_id"));
    create index "product_product_option_value_product_option_value_id_index" on "stoa_product"."product_product_option_value" ("product_option_value_id");

    create table "stoa_product"."product_tags" ("product_id" text not null, "product_tag_id" text not null, primary key ("product_id", "product_tag_id"));
    create index "product_tags_product_tag_id_index" on "stoa_product"."product_tags" ("product_tag_id");

    create table "stoa_product"."product_variant_option" ("product_variant_id" text not null, "product_option_value_id" text not null, primary key ("product_variant_id", "product_option_value_id"));
    create index "product_variant_option_product_option_value_id_index" on "stoa_product"."product_variant_option" ("product_option_value_id");

    create table "stoa_product"."product_variant_product_image" ("product_variant_id" text not null, "product_image_id" text not null, primary key ("product_variant_id", "product_image_id"));
    create index "product_variant_product_image_product_image_id_index" on "stoa_product"."product_variant_product_image" ("product_image_id");

    alter table "stoa_product"."product_category" add constraint "product_category_parent_category_id_foreign" foreign key ("parent_category_id") references "stoa_product"."product_category" ("id") on delete set null;

    alter table "stoa_product"."product_option_value" add constraint "product_option_value_option_id_foreign" foreign key ("option_id") references "stoa_product"."product_option" ("id") on delete cascade;

    alter table "stoa_product"."product" add constraint "product_type_id_foreign" foreign key ("type_id") references "stoa_product"."product_type" ("id") on delete set null;
    alter table "stoa_product"."product" add constraint "product_collection_id_foreign" foreign key ("collection_id") references "stoa_product"."product_collection" ("id") on delete set null;

    alter table "stoa_product"."product_product_option" add constraint "product_product_option_product_id_foreign" foreign key ("product_id") references "stoa_product"."product" ("id") on delete cascade;
    alter table "stoa_product"."product_product_option" add constraint "product_product_option_product_option_id_foreign" foreign key ("product_option_id") references "stoa_product"."product_option" ("id") on delete cascade;

    alter table "stoa_product"."image" add constraint "image_product_id_foreign" foreign key ("product_id") references "stoa_product"."product" ("id") on delete cascade;

    alter table "stoa_product"."product_variant" add constraint "product_variant_product_id_foreign" foreign key ("product_id") references "stoa_product"."product" ("id") on delete cascade;

    alter table "stoa_product"."product_category_product" add constraint "product_category_product_product_id_foreign" foreign key ("product_id") references "stoa_product"."product" ("id") on update cascade on delete cascade;
    alter table "stoa_product"."product_category_product" add constraint "product_category_product_product_category_id_foreign" foreign key ("product_category_id") references "stoa_product"."product_category" ("id") on update cascade on delete cascade;

    alter table "stoa_product"."product_product_option_value" add constraint "product_product_option_value_product_product_option_id_foreign" foreign key ("product_product_option_id") references "stoa_product"."product_product_option" ("id") on update cascade on delete cascade;
    alter table "stoa_product"."product_product_option_value" add constraint "product_product_option_value_product_option_value_id_foreign" foreign key ("product_option_value_id") references "stoa_product"."product_option_value" ("id") on update cascade on delete cascade;

    alter table "stoa_product"."product_tags" add constraint "product_tags_product_id_foreign" foreign key ("product_id") references "stoa_product"."product" ("id") on update cascade on delete cascade;
    alter table "stoa_product"."product_tags" add constraint "product_tags_product_tag_id_foreign" foreign key ("product_tag_id") references "stoa_product"."product_tag" ("id") on update cascade on delete cascade;

    alter table "stoa_product"."product_variant_option" add constraint "product_variant_option_product_variant_id_foreign" foreign key ("product_variant_id") references "stoa_product"."product_variant" ("id") on update cascade on delete cascade;
    alter table "stoa_product"."product_variant_option" add constraint "product_variant_option_product_option_value_id_foreign" foreign key ("product_option_value_id") references "stoa_product"."product_option_value" ("id") on update cascade on delete cascade;

    alter table "stoa_product"."product_variant_product_image" add constraint "product_variant_product_image_product_variant_id_foreign" foreign key ("product_variant_id") references "stoa_product"."product_variant" ("id") on update cascade on delete cascade;
    alter table "stoa_product"."product_variant_product_image" add constraint "product_variant_product_image_product_image_id_foreign" foreign key ("product_image_id") references "stoa_product"."image" ("id") on update cascade on delete cascade;
  `,
)
