import { sqlMigration } from '@stoa/kernel'

export const initial = sqlMigration(
  'promotion/20261124_initial',
  `
    create schema if not exists "stoa_promotion";
    create table "stoa_promotion"."campaign" ("id" text not null, "name" text not null, "description" text null, "campaign_identifier" text not null, "starts_at" timestamptz null, "ends_at" timestamptz null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create unique index "campaign_campaign_identifier_unique" on "stoa_promotion"."campaign" ("campaign_identifier") where deleted_at is null;

    create table "stoa_promotion"."campaign_budget" ("id" text not null, "type" text not null, "currency_code" text null, "limit" numeric null, "used" numeric not null default '0', "attribute" text null, "campaign_id" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create unique index "campaign_budget_campaign_id_unique" on "stoa_promotion"."campaign_budget" ("campaign_id") where deleted_at is null;
    alter table "stoa_promotion"."campaign_budget" add constraint "campaign_budget_type_check" check ("type" in ('spend', 'usage', 'use_by_attribute', 'spend_by_attribute'));

    create table "stoa_promotion"."campaign_budget_usage" ("id" text not null, "attribute_value" text not null, "used" numeric not null default '0', "budget_id" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create unique index "campaign_budget_usage_budget_id_attribute_value_unique" on "stoa_promotion"."campaign_budget_usage" ("budget_id", "attribute_value") where deleted_at is null;

    create table "stoa_promotion"."promotion" ("id" text not null, "code" text not null, "is_automatic" boolean not null default false, "is_tax_inclusive" boolean not null default false, "limit" int null, "used" int not null default 0, "type" text not null, "status" text not null default 'draft', "metadata" jsonb null, "campaign_id" text null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "promotion_campaign_id_index" on "stoa_promotion"."promotion" ("campaign_id") where deleted_at is null;
    create index "promotion_automatic_index" on "stoa_promotion"."promotion" ("id") where is_automatic and status = 'active' and deleted_at is null;
    create unique index "promotion_code_unique" on "stoa_promotion"."promotion" ("code") where deleted_at is null;
    alter table "stoa_promotion"."promotion" add constraint "promotion_type_check" check ("type" in ('standard', 'buyget'));
    alter table "stoa_promotion"."promotion" add constraint "promotion_status_check" check ("status" in ('draft', 'active', 'inactive'));

    create table "stoa_promotion"."application_method" ("id" text not null, "value" numeric null, "currency_code" text null, "max_quantity" int null, "apply_to_quantity" int null, "buy_rules_min_quantity" int null, "type" text not null, "target_type" text not null, "allocation" text null, "promotion_id" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create unique index "application_method_promotion_id_unique" on "stoa_promotion"."application_method" ("promotion_id") where deleted_at is null;
    alter table "stoa_promotion"."application_method" add constraint "application_method_type_check" check ("type" in ('fixed', 'percentage'));
    alter table "stoa_promotion"."application_method" add constraint "application_method_target_type_check" check ("target_type" in ('order', 'shipping_methods', 'items'));
    alter table "stoa_promotion"."application_method" add constraint "application_method_allocation_check" check ("allocation" in ('each', 'across', 'once'));

    create table "stoa_promotion"."promotion_rule" ("id" text not null, "description" text null, "attribute" text not null, "operator" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    alter table "stoa_promotion"."promotion_rule" add constraint "promotion_rule_operator_check" check ("operator" in ('gte', 'lte', 'gt', 'lt', 'eq', 'ne', 'in'));

    create table "stoa_promotion"."promotion_rule_value" ("id" text not null, "value" text not null, "promotion_rule_id" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "promotion_rule_value_promotion_rule_id_index" on "stoa_promotion"."promotion_rule_value" ("promotion_rule_id");

    create table "stoa_promotion"."application_method_buy_rules" ("application_method_id" text not null, "promotion_rule_id" text not null, primary key ("application_method_id", "promotion_rule_id"));
    create index "application_method_buy_rules_promotion_rule_id_index" on "stoa_promotion"."application_method_buy_rules" ("promotion_rule_id");

    create table "stoa_promotion"."application_method_target_rules" ("application_method_id" text not null, "promotion_rule_id" text not null, primary key ("application_method_id", "promotion_rule_id"));
    create index "application_method_target_rules_promotion_rule_id_index" on "stoa_promotion"."application_method_target_rules" ("promotion_rule_id");

    create table "stoa_promotion"."promotion_promotion_rule" ("promotion_id" text not null, "promotion_rule_id" text not null, primary key ("promotion_id", "promotion_rule_id"));
    create index "promotion_promotion_rule_promotion_rule_id_index" on "stoa_promotion"."promotion_promotion_rule" ("promotion_rule_id");

    alter table "stoa_promotion"."campaign_budget" add constraint "campaign_budget_campaign_id_foreign" foreign key ("campaign_id") references "stoa_promotion"."campaign" ("id") on delete cascade;

    alter table "stoa_promotion"."campaign_budget_usage" add constraint "campaign_budget_usage_budget_id_foreign" foreign key ("budget_id") references "stoa_promotion"."campaign_budget" ("id") on delete cascade;

    alter table "stoa_promotion"."promotion" add constraint "promotion_campaign_id_foreign" foreign key ("campaign_id") references "stoa_promotion"."campaign" ("id") on delete restrict;

    alter table "stoa_promotion"."application_method" add constraint "application_method_promotion_id_foreign" foreign key ("promotion_id") references "stoa_promotion"."promotion" ("id") on delete cascade;

    alter table "stoa_promotion"."promotion_rule_value" add constraint "promotion_rule_value_promotion_rule_id_foreign" foreign key ("promotion_rule_id") references "stoa_promotion"."promotion_rule" ("id") on delete cascade;

    alter table "stoa_promotion"."application_method_buy_rules" add constraint "application_method_buy_rules_application_method_id_foreign" foreign key ("application_method_id") references "stoa_promotion"."application_method" ("id") on update cascade on delete cascade;
    alter table "stoa_promotion"."application_method_buy_rules" add constraint "application_method_buy_rules_promotion_rule_id_foreign" foreign key ("promotion_rule_id") references "stoa_promotion"."promotion_rule" ("id") on update cascade on delete cascade;

    alter table "stoa_promotion"."application_method_target_rules" add constraint "application_method_target_rules_application_method_id_foreign" foreign key ("application_method_id") references "stoa_promotion"."application_method" ("id") on update cascade on delete cascade;
    alter table "stoa_promotion"."application_method_target_rules" add constraint "application_method_target_rules_promotion_rule_id_foreign" foreign key ("promotion_rule_id") references "stoa_promotion"."promotion_rule" ("id") on update cascade on delete cascade;

    alter table "stoa_promotion"."promotion_promotion_rule" add constraint "promotion_promotion_rule_promotion_id_foreign" foreign key ("promotion_id") references "stoa_promotion"."promotion" ("id") on update cascade on delete cascade;
    alter table "stoa_promotion"."promotion_promotion_rule" add constraint "promotion_promotion_rule_promotion_rule_id_foreign" foreign key ("promotion_rule_id") references "stoa_promotion"."promotion_rule" ("id") on update cascade on delete cascade;
  `,
)
