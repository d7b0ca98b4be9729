import { sqlMigration } from '@stoa/kernel'

export const initial = sqlMigration(
  'settings/20261128_initial',
  `
    create schema if not exists "stoa_settings";
    create table "stoa_settings"."layout_configuration" ("id" text not null, "zone" text not null, "user_id" text null, "is_system_default" boolean not null default false, "configuration" jsonb not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create unique index "layout_configuration_zone_user_id_unique" on "stoa_settings"."layout_configuration" ("zone", "user_id") where deleted_at is null;
    create unique index "layout_configuration_default_unique" on "stoa_settings"."layout_configuration" ("zone") where is_system_default and deleted_at is null;

    create table "stoa_settings"."property_label" ("id" text not null, "entity" text not null, "property" text not null, "label" text not null, "description" text null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create unique index "property_label_entity_property_unique" on "stoa_settings"."property_label" ("entity", "property") where deleted_at is null;

    create table "stoa_settings"."user_preference" ("id" text not null, "user_id" text not null, "key" text not null, "value" jsonb not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create unique index "user_preference_user_id_key_unique" on "stoa_settings"."user_preference" ("user_id", "key") where deleted_at is null;

    create table "stoa_settings"."view_configuration" ("id" text not null, "entity" text not null, "name" text null, "user_id" text null, "is_system_default" boolean not null default false, "configuration" jsonb not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "view_configuration_entity_user_id_index" on "stoa_settings"."view_configuration" ("entity", "user_id") where deleted_at is null;
    create unique index "view_configuration_default_unique" on "stoa_settings"."view_configuration" ("entity") where is_system_default and deleted_at is null;
  `,
)
