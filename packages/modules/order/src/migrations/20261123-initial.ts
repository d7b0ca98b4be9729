import { sqlMigration } from '@stoa/kernel'

export const initial = sqlMigration(
  'order/20261123_initial',
  `
    create schema if not exists "stoa_order";
    create table "stoa_order"."order_address" ("id" text not null, "customer_id" text null, "company" text null, "first_name" text null, "last_name" text null, "address_1" text null, "address_2" text null, "city" text null, "country_code" text null, "province" text null, "postal_code" text null, "phone" text null, "metadata" jsonb null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));

    create table "stoa_order"."order" ("id" text not null, "display_id" serial, "custom_display_id" text null, "region_id" text null, "customer_id" text null, "version" int not null default 1, "sales_channel_id" text null, "status" text not null default 'pending', "is_draft_order" boolean not null default false, "email" text null, "currency_code" text not null, "locale" text null, "no_notification" boolean null, "metadata" jsonb null, "canceled_at" timestamptz null, "shipping_address_id" text null, "billing_address_id" text null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "order_customer_id_id_index" on "stoa_order"."order" ("customer_id", "id") where deleted_at is null;
    create index "order_shipping_address_id_index" on "stoa_order"."order" ("shipping_address_id") where deleted_at is null;
    create index "order_billing_address_id_index" on "stoa_order"."order" ("billing_address_id") where deleted_at is null;
    create unique index "order_custom_display_id_unique" on "stoa_order"."order" ("custom_display_id") where deleted_at is null;
    alter table "stoa_order"."order" add constraint "order_status_check" check ("status" in ('pending', 'completed', 'draft', 'archived', 'canceled', 'requires_action'));

    create table "stoa_order"."order_credit_line" ("id" text not null, "version" int not null default 1, "reference" text null, "reference_id" text null, "amount" numeric not null, "metadata" jsonb null, "order_id" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "order_credit_line_order_id_index" on "stoa_order"."order_credit_line" ("order_id") where deleted_at is null;

    create table "stoa_order"."order_line_item" ("id" text not null, "title" text not null, "subtitle" text null, "thumbnail" text null, "variant_id" text null, "product_id" text null, "product_title" text null, "product_description" text null, "product_subtitle" text null, "product_type" text null, "product_type_id" text null, "product_collection" text null, "product_handle" text null, "variant_sku" text null, "variant_barcode" text null, "variant_title" text null, "variant_option_values" jsonb null, "requires_shipping" boolean not null default true, "is_giftcard" boolean not null default false, "is_discountable" boolean not null default true, "is_tax_inclusive" boolean not null default false, "compare_at_unit_price" numeric null, "unit_price" numeric null, "is_custom_price" boolean not null default false, "metadata" jsonb null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));

    create table "stoa_order"."order_item" ("id" text not null, "version" int not null default 1, "unit_price" numeric null, "compare_at_unit_price" numeric null, "quantity" numeric not null, "fulfilled_quantity" numeric not null default '0', "delivered_quantity" numeric not null default '0', "shipped_quantity" numeric not null default '0', "return_requested_quantity" numeric not null default '0', "return_received_quantity" numeric not null default '0', "return_dismissed_quantity" numeric not null default '0', "written_off_quantity" numeric not null default '0', "metadata" jsonb null, "order_id" text not null, "item_id" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "order_item_order_id_index" on "stoa_order"."order_item" ("order_id") where deleted_at is null;
    create index "order_item_item_id_index" on "stoa_order"."order_item" ("item_id") where deleted_at is null;

    create table "stoa_order"."order_line_item_adjustment" ("id" text not null, "version" int not null default 1, "description" text null, "promotion_id" text null, "code" text null, "amount" numeric not null, "provider_id" text null, "is_tax_inclusive" boolean not null default false, "item_id" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "order_line_item_adjustment_item_id_index" on "stoa_order"."order_line_item_adjustment" ("item_id") where deleted_at is null;

    create table "stoa_order"."order_line_item_tax_line" ("id" text not null, "description" text null, "tax_rate_id" text null, "code" text not null, "rate" numeric not null, "provider_id" text null, "metadata" jsonb null, "data" jsonb null, "item_id" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "order_line_item_tax_line_item_id_index" on "stoa_order"."order_line_item_tax_line" ("item_id") where deleted_at is null;

    create table "stoa_order"."order_shipping_method" ("id" text not null, "name" text not null, "description" jsonb null, "amount" numeric not null, "is_tax_inclusive" boolean not null default false, "is_custom_amount" boolean not null default false, "shipping_option_id" text null, "data" jsonb null, "metadata" jsonb null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));

    create table "stoa_order"."order_shipping" ("id" text not null, "version" int not null default 1, "return_id" text null, "exchange_id" text null, "claim_id" text null, "order_id" text not null, "shipping_method_id" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "order_shipping_order_id_index" on "stoa_order"."order_shipping" ("order_id") where deleted_at is null;
    create index "order_shipping_shipping_method_id_index" on "stoa_order"."order_shipping" ("shipping_method_id") where deleted_at is null;

    create table "stoa_order"."order_shipping_method_adjustment" ("id" text not null, "version" int not null default 1, "description" text null, "promotion_id" text null, "code" text null, "amount" numeric not null, "provider_id" text null, "shipping_method_id" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "order_shipping_method_adjustment_shipping_method_id_index" on "stoa_order"."order_shipping_method_adjustment" ("shipping_method_id") where deleted_at is null;
    create unique index "order_shipping_method_adjustment_version_shipping_58fea_unique" on "stoa_order"."order_shipping_method_adjustment" ("version", "shipping_method_id") where deleted_at is null;

    create table "stoa_order"."order_shipping_method_tax_line" ("id" text not null, "description" text null, "tax_rate_id" text null, "code" text not null, "rate" numeric not null, "provider_id" text null, "metadata" jsonb null, "data" jsonb null, "shipping_method_id" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "order_shipping_method_tax_line_shipping_method_id_index" on "stoa_order"."order_shipping_method_tax_line" ("shipping_method_id") where deleted_at is null;

    create table "stoa_order"."order_summary" ("id" text not null, "version" int not null default 1, "totals" jsonb not null, "order_id" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "order_summary_order_id_index" on "stoa_order"."order_summary" ("order_id") where deleted_at is null;

    create table "stoa_order"."order_transaction" ("id" text not null, "version" int not null default 1, "amount" numeric not null, "currency_code" text not null, "reference" text null, "reference_id" text null, "order_id" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "order_transaction_order_id_index" on "stoa_order"."order_transaction" ("order_id") where deleted_at is null;

    alter table "stoa_order"."order" add constraint "order_shipping_address_id_foreign" foreign key ("shipping_address_id") references "stoa_order"."order_address" ("id") on delete set null;
    alter table "stoa_order"."order" add constraint "order_billing_address_id_foreign" foreign key ("billing_address_id") references "stoa_order"."order_address" ("id") on delete set null;

    alter table "stoa_order"."order_credit_line" add constraint "order_credit_line_order_id_foreign" foreign key ("order_id") references "stoa_order"."order" ("id") on delete cascade;

    alter table "stoa_order"."order_item" add constraint "order_item_order_id_foreign" foreign key ("order_id") references "stoa_order"."order" ("id") on delete cascade;
    alter table "stoa_order"."order_item" add constraint "order_item_item_id_foreign" foreign key ("item_id") references "stoa_order"."order_line_item" ("id");

    alter table "stoa_order"."order_line_item_adjustment" add constraint "order_line_item_adjustment_item_id_foreign" foreign key ("item_id") references "stoa_order"."order_line_item" ("id") on delete cascade;

    alter table "stoa_order"."order_line_item_tax_line" add constraint "order_line_item_tax_line_item_id_foreign" foreign key ("item_id") references "stoa_order"."order_line_item" ("id") on delete cascade;

    alter table "stoa_order"."order_shipping" add constraint "order_shipping_order_id_foreign" foreign key ("order_id") references "stoa_order"."order" ("id") on delete cascade;
    alter table "stoa_order"."order_shipping" add constraint "order_shipping_shipping_method_id_foreign" foreign key ("shipping_method_id") references "stoa_order"."order_shipping_method" ("id");

    alter table "stoa_order"."order_shipping_method_adjustment" add constraint "order_shipping_method_adjustment_shipping_method_id_foreign" foreign key ("shipping_method_id") references "stoa_order"."order_shipping_method" ("id") on delete cascade;

    alter table "stoa_order"."order_shipping_method_tax_line" add constraint "order_shipping_method_tax_line_shipping_method_id_foreign" foreign key ("shipping_method_id") references "stoa_order"."order_shipping_method" ("id") on delete cascade;

    alter table "stoa_order"."order_summary" add constraint "order_summary_order_id_foreign" foreign key ("order_id") references "stoa_order"."order" ("id") on delete cascade;

    alter table "stoa_order"."order_transaction" add constraint "order_transaction_order_id_foreign" foreign key ("order_id") references "stoa_order"."order" ("id") on delete cascade;
  `,
)
