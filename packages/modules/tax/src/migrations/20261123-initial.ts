import { sqlMigration } from '@stoa/kernel'

export const initial = sqlMigration(
  'tax/20261123_initial',
  `
    create schema if not exists "stoa_tax";
    create table "stoa_tax"."tax_provider" ("id" text not null, "is_enabled" boolean not null default true, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));

    create table "stoa_tax"."tax_region" ("id" text not null, "country_code" text not null, "province_code" text null, "metadata" jsonb null, "created_by" text null, "provider_id" text null, "parent_id" text null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "tax_region_parent_id_index" on "stoa_tax"."tax_region" ("parent_id") where deleted_at is null;
    create index "tax_region_provider_id_index" on "stoa_tax"."tax_region" ("provider_id") where deleted_at is null;
    create unique index "tax_region_country_code_province_code_unique" on "stoa_tax"."tax_region" ("country_code", "province_code") where deleted_at is null;
    create unique index "tax_region_country_code_unique" on "stoa_tax"."tax_region" ("country_code") where province_code is null and deleted_at is null;

    create table "stoa_tax"."tax_rate" ("id" text not null, "rate" double precision null, "code" text not null, "name" text not null, "is_default" boolean not null default false, "is_combinable" boolean not null default false, "metadata" jsonb null, "created_by" text null, "tax_region_id" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "tax_rate_tax_region_id_index" on "stoa_tax"."tax_rate" ("tax_region_id") where deleted_at is null;
    create unique index "tax_rate_default_unique" on "stoa_tax"."tax_rate" ("tax_region_id") where is_default = true and deleted_at is null;

    create table "stoa_tax"."tax_rate_rule" ("id" text not null, "reference" text not null, "reference_id" text not null, "metadata" jsonb null, "created_by" text null, "tax_rate_id" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create unique index "tax_rate_rule_tax_rate_id_reference_id_unique" on "stoa_tax"."tax_rate_rule" ("tax_rate_id", "reference_id") where deleted_at is null;

    alter table "stoa_tax"."tax_region" add constraint "tax_region_provider_id_foreign" foreign key ("provider_id") references "stoa_tax"."tax_provider" ("id") on delete set null;
    alter table "stoa_tax"."tax_region" add constraint "tax_region_parent_id_foreign" foreign key ("parent_id") references "stoa_tax"."tax_region" ("id") on delete cascade;

    alter table "stoa_tax"."tax_rate" add constraint "tax_rate_tax_region_id_foreign" foreign key ("tax_region_id") references "stoa_tax"."tax_region" ("id") on delete cascade;

    alter table "stoa_tax"."tax_rate_rule" add constraint "tax_rate_rule_tax_rate_id_foreign" foreign key ("tax_rate_id") references "stoa_tax"."tax_rate" ("id") on delete cascade;
  `,
)
