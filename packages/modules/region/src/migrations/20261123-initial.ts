import { sqlMigration } from '@stoa/kernel'

export const initial = sqlMigration(
  'region/20261123_initial',
  `
    create schema if not exists "stoa_region";
    create table "stoa_region"."region" ("id" text not null, "name" text not null, "currency_code" text not null, "automatic_taxes" boolean not null default true, "metadata" jsonb null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));

    create table "stoa_region"."region_country" ("iso_2" text not null, "iso_3" text not null, "num_code" text not null, "name" text not null, "display_name" text not null, "metadata" jsonb null, "region_id" text null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("iso_2"));
    create unique index "region_country_region_id_iso_2_unique" on "stoa_region"."region_country" ("region_id", "iso_2") where deleted_at is null;

    alter table "stoa_region"."region_country" add constraint "region_country_region_id_foreign" foreign key ("region_id") references "stoa_region"."region" ("id") on delete set null;
  `,
)
