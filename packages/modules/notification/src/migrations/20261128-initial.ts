import { sqlMigration } from '@stoa/kernel'

export const initial = sqlMigration(
  'notification/20261128_initial',
  'create extension if not exists pg_trgm;',
  `
    create schema if not exists "stoa_notification";
    create table "stoa_notification"."notification_provider" ("id" text not null, "handle" text not null, "name" text not null, "is_enabled" boolean not null default true, "channels" text[] not null default '{}', "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create unique index "notification_provider_handle_unique" on "stoa_notification"."notification_provider" ("handle") where deleted_at is null;

    create table "stoa_notification"."notification" ("id" text not null, "to" text not null, "from" text null, "channel" text not null, "template" text null, "data" jsonb null, "provider_data" jsonb null, "trigger_type" text null, "resource_id" text null, "resource_type" text null, "receiver_id" text null, "original_notification_id" text null, "idempotency_key" text null, "external_id" text null, "status" text not null default 'pending', "provider_id" text null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "notification_receiver_id_index" on "stoa_notification"."notification" ("receiver_id") where deleted_at is null;
    create index "notification_provider_id_index" on "stoa_notification"."notification" ("provider_id") where deleted_at is null;
    create index "notification_created_at_id_index" on "stoa_notification"."notification" ("created_at", "id") where deleted_at is null;
    create index "notification_channel_created_at_id_index" on "stoa_notification"."notification" ("channel", "created_at", "id") where deleted_at is null;
    create unique index "notification_idempotency_key_unique" on "stoa_notification"."notification" ("idempotency_key") where deleted_at is null;
    alter table "stoa_notification"."notification" add constraint "notification_status_check" check ("status" in ('pending', 'success', 'failure'));

    alter table "stoa_notification"."notification" add constraint "notification_provider_id_foreign" foreign key ("provider_id") references "stoa_notification"."notification_provider" ("id") on delete set null;

    alter table "stoa_notification"."notification" add column "search_document" text generated always as (lower(
      "to" || ' ' || coalesce("from", '') || ' ' || coalesce("resource_id", '') || ' ' || coalesce("resource_type", ''))) stored;
    create index "notification_search_document_index" on "stoa_notification"."notification"
      using gin ("search_document" gin_trgm_ops) with (fastupdate = off) where deleted_at is null;
  `,
)
