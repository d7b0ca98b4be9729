import { sqlMigration } from '@stoa/kernel'

export const initial = sqlMigration(
  'translation/20261128_initial',
  'create extension if not exists pg_trgm;',
  `
    create schema if not exists "stoa_translation";
    create table "stoa_translation"."locale" ("id" text not null, "code" text not null, "name" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create unique index "locale_code_unique" on "stoa_translation"."locale" ("code") where deleted_at is null;

    create table "stoa_translation"."translation" ("id" text not null, "reference_id" text not null, "reference" text not null, "locale_code" text not null, "translations" jsonb not null, "translated_field_count" int not null default 0, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "translation_reference_locale_code_id_index" on "stoa_translation"."translation" ("reference", "locale_code", "id") where deleted_at is null;
    create unique index "translation_reference_id_locale_code_unique" on "stoa_translation"."translation" ("reference_id", "locale_code") where deleted_at is null;

    create table "stoa_translation"."translation_settings" ("id" text not null, "entity_type" text not null, "fields" jsonb not null, "is_active" boolean not null default true, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create unique index "translation_settings_entity_type_unique" on "stoa_translation"."translation_settings" ("entity_type") where deleted_at is null;

    alter table "stoa_translation"."translation" add column "search_document" text generated always as (lower(
      "reference_id" || ' ' || "reference" || ' ' || "locale_code")) stored;
    create index "translation_search_document_index" on "stoa_translation"."translation"
      using gin ("search_document" gin_trgm_ops) with (fastupdate = off) where deleted_at is null;
  `,
)
