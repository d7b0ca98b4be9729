import { sqlMigration } from '@stoa/kernel'

export const initial = sqlMigration(
  'cart/20261123_initial',
  `
    create schema if not exists "stoa_cart";
    create table "stoa_cart"."cart_address" ("id" text not null, "customer_id" text null, "company" text null, "first_name" text null, "last_name" text null, "address_1" text null, "address_2" text null, "city" text null, "country_code" text null, "province" text null, "postal_code" text null, "phone" text null, "metadata" jsonb null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));

    create table "stoa_cart"."cart" ("id" text not null, "region_id" text null, "customer_id" text null, "sales_channel_id" text null, "email" text null, "currency_code" text not null, "locale" text null, "metadata" jsonb null, "completed_at" timestamptz null, "shipping_address_id" text null, "billing_address_id" text null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "cart_shipping_address_id_index" on "stoa_cart"."cart" ("shipping_address_id") where deleted_at is null;
    create index "cart_billing_address_id_index" on "stoa_cart"."cart" ("billing_address_id") where deleted_at is null;

    create table "stoa_cart"."cart_credit_line" ("id" text not null, "cart_id" text not null, "reference" text null, "reference_id" text null, "amount" numeric not null, "metadata" jsonb null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "cart_credit_line_cart_id_index" on "stoa_cart"."cart_credit_line" ("cart_id") where deleted_at is null;

    create table "stoa_cart"."cart_line_item" ("id" text not null, "title" text not null, "subtitle" text null, "thumbnail" text null, "quantity" int not null, "variant_id" text null, "product_id" text null, "product_title" text null, "product_description" text null, "product_subtitle" text null, "product_type" text null, "product_type_id" text null, "product_collection" text null, "product_handle" text null, "variant_sku" text null, "variant_barcode" text null, "variant_title" text null, "variant_option_values" jsonb null, "requires_shipping" boolean not null default true, "is_discountable" boolean not null default true, "is_giftcard" boolean not null default false, "is_tax_inclusive" boolean not null default false, "is_custom_price" boolean not null default false, "compare_at_unit_price" numeric null, "unit_price" numeric not null, "metadata" jsonb null, "cart_id" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "cart_line_item_cart_id_index" on "stoa_cart"."cart_line_item" ("cart_id") where deleted_at is null;

    create table "stoa_cart"."cart_line_item_adjustment" ("id" text not null, "description" text null, "code" text null, "amount" numeric not null, "is_tax_inclusive" boolean not null default false, "provider_id" text null, "promotion_id" text null, "metadata" jsonb null, "item_id" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "cart_line_item_adjustment_item_id_index" on "stoa_cart"."cart_line_item_adjustment" ("item_id") where deleted_at is null;

    create table "stoa_cart"."cart_line_item_tax_line" ("id" text not null, "description" text null, "code" text not null, "rate" double precision not null, "provider_id" text null, "metadata" jsonb null, "data" jsonb null, "tax_rate_id" text null, "item_id" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "cart_line_item_tax_line_item_id_index" on "stoa_cart"."cart_line_item_tax_line" ("item_id") where deleted_at is null;

    create table "stoa_cart"."cart_shipping_method" ("id" text not null, "name" text not null, "description" jsonb null, "amount" numeric not null, "is_tax_inclusive" boolean not null default false, "shipping_option_id" text null, "data" jsonb null, "metadata" jsonb null, "cart_id" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "cart_shipping_method_cart_id_index" on "stoa_cart"."cart_shipping_method" ("cart_id") where deleted_at is null;

    create table "stoa_cart"."cart_shipping_method_adjustment" ("id" text not null, "description" text null, "code" text null, "amount" numeric not null, "provider_id" text null, "metadata" jsonb null, "promotion_id" text null, "shipping_method_id" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "cart_shipping_method_adjustment_shipping_method_id_index" on "stoa_cart"."cart_shipping_method_adjustment" ("shipping_method_id") where deleted_at is null;

    create table "stoa_cart"."cart_shipping_method_tax_line" ("id" text not null, "description" text null, "code" text not null, "rate" double precision not null, "provider_id" text null, "tax_rate_id" text null, "metadata" jsonb null, "data" jsonb null, "shipping_method_id" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "cart_shipping_method_tax_line_shipping_method_id_index" on "stoa_cart"."cart_shipping_method_tax_line" ("shipping_method_id") where deleted_at is null;

    alter table "stoa_cart"."cart" add constraint "cart_shipping_address_id_foreign" foreign key ("shipping_address_id") references "stoa_cart"."cart_address" ("id") on delete set null;
    alter table "stoa_cart"."cart" add constraint "cart_billing_address_id_foreign" foreign key ("billing_address_id") references "stoa_cart"."cart_address" ("id") on delete set null;

    alter table "stoa_cart"."cart_credit_line" add constraint "cart_credit_line_cart_id_foreign" foreign key ("cart_id") references "stoa_cart"."cart" ("id");

    alter table "stoa_cart"."cart_line_item" add constraint "cart_line_item_cart_id_foreign" foreign key ("cart_id") references "stoa_cart"."cart" ("id") on delete cascade;

    alter table "stoa_cart"."cart_line_item_adjustment" add constraint "cart_line_item_adjustment_item_id_foreign" foreign key ("item_id") references "stoa_cart"."cart_line_item" ("id") on delete cascade;

    alter table "stoa_cart"."cart_line_item_tax_line" add constraint "cart_line_item_tax_line_item_id_foreign" foreign key ("item_id") references "stoa_cart"."cart_line_item" ("id") on delete cascade;

    alter table "stoa_cart"."cart_shipping_method" add constraint "cart_shipping_method_cart_id_foreign" foreign key ("cart_id") references "stoa_cart"."cart" ("id") on delete cascade;

    alter table "stoa_cart"."cart_shipping_method_adjustment" add constraint "cart_shipping_method_adjustment_shipping_method_id_foreign" foreign key ("shipping_method_id") references "stoa_cart"."cart_shipping_method" ("id") on delete cascade;

    alter table "stoa_cart"."cart_shipping_method_tax_line" add constraint "cart_shipping_method_tax_line_shipping_method_id_foreign" foreign key ("shipping_method_id") references "stoa_cart"."cart_shipping_method" ("id") on delete cascade;
  `,
)
