import { sqlMigration } from '@stoa/kernel'

export const initial = sqlMigration(
  'pricing/20261123_initial',
  `
    create schema if not exists "stoa_pricing";
    create table "stoa_pricing"."price_list" ("id" text not null, "title" text not null, "description" text not null, "status" text not null default 'draft', "type" text not null default 'sale', "starts_at" timestamptz null, "ends_at" timestamptz null, "rules_count" int not null default 0, "metadata" jsonb null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    alter table "stoa_pricing"."price_list" add constraint "price_list_status_check" check ("status" in ('active', 'draft'));
    alter table "stoa_pricing"."price_list" add constraint "price_list_type_check" check ("type" in ('sale', 'override'));

    create table "stoa_pricing"."price_list_rule" ("id" text not null, "attribute" text not null, "value" jsonb null, "price_list_id" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "price_list_rule_price_list_id_index" on "stoa_pricing"."price_list_rule" ("price_list_id") where deleted_at is null;

    create table "stoa_pricing"."price_preference" ("id" text not null, "attribute" text not null, "value" text null, "is_tax_inclusive" boolean not null default false, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create unique index "price_preference_attribute_value_unique" on "stoa_pricing"."price_preference" ("attribute", "value") where deleted_at is null;

    create table "stoa_pricing"."price_set" ("id" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));

    create table "stoa_pricing"."price" ("id" text not null, "title" text null, "currency_code" text not null, "amount" numeric not null, "min_quantity" numeric null, "max_quantity" numeric null, "rules_count" int not null default 0, "price_set_id" text not null, "price_list_id" text null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "price_price_set_id_currency_code_index" on "stoa_pricing"."price" ("price_set_id", "currency_code") where deleted_at is null;
    create index "price_price_list_id_index" on "stoa_pricing"."price" ("price_list_id") where deleted_at is null;

    create table "stoa_pricing"."price_rule" ("id" text not null, "attribute" text not null, "value" text not null, "operator" text not null default 'eq', "priority" int not null default 0, "price_id" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create unique index "price_rule_price_id_attribute_operator_unique" on "stoa_pricing"."price_rule" ("price_id", "attribute", "operator") where deleted_at is null;
    alter table "stoa_pricing"."price_rule" add constraint "price_rule_operator_check" check ("operator" in ('gte', 'lte', 'gt', 'lt', 'eq'));

    alter table "stoa_pricing"."price_list_rule" add constraint "price_list_rule_price_list_id_foreign" foreign key ("price_list_id") references "stoa_pricing"."price_list" ("id") on delete cascade;

    alter table "stoa_pricing"."price" add constraint "price_price_set_id_foreign" foreign key ("price_set_id") references "stoa_pricing"."price_set" ("id") on delete cascade;
    alter table "stoa_pricing"."price" add constraint "price_price_list_id_foreign" foreign key ("price_list_id") references "stoa_pricing"."price_list" ("id") on delete cascade;

    alter table "stoa_pricing"."price_rule" add constraint "price_rule_price_id_foreign" foreign key ("price_id") references "stoa_pricing"."price" ("id") on delete cascade;
  `,
)
