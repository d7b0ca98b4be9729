import { sqlMigration } from '@stoa/kernel'

export const initial = sqlMigration(
  'auth/20261123_initial',
  `
    create schema if not exists "stoa_auth";
    create table "stoa_auth"."auth_identity" ("id" text not null, "app_metadata" jsonb null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));

    create table "stoa_auth"."auth_session" ("id" text not null, "auth_identity_id" text not null, "actor_type" text not null, "actor_id" text null, "expires_at" timestamptz not null, "revoked_at" timestamptz null, "last_used_at" timestamptz null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "auth_session_auth_identity_id_index" on "stoa_auth"."auth_session" ("auth_identity_id") where revoked_at is null;
    create index "auth_session_expires_at_index" on "stoa_auth"."auth_session" ("expires_at");

    create table "stoa_auth"."provider_identity" ("id" text not null, "entity_id" text not null, "provider" text not null, "auth_identity_id" text not null, "user_metadata" jsonb null, "provider_metadata" jsonb null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "provider_identity_auth_identity_id_index" on "stoa_auth"."provider_identity" ("auth_identity_id") where deleted_at is null;
    create unique index "provider_identity_entity_id_provider_unique" on "stoa_auth"."provider_identity" ("entity_id", "provider") where deleted_at is null;

    create table "stoa_auth"."auth_password_reset_token" ("id" text not null, "auth_identity_id" text not null, "provider_identity_id" text not null, "entity_id" text not null, "token_hash" text not null, "expires_at" timestamptz not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "auth_password_reset_token_auth_identity_id_index" on "stoa_auth"."auth_password_reset_token" ("auth_identity_id") where deleted_at is null;
    create index "auth_password_reset_token_provider_identity_id_index" on "stoa_auth"."auth_password_reset_token" ("provider_identity_id") where deleted_at is null;
    create unique index "auth_password_reset_token_token_hash_unique" on "stoa_auth"."auth_password_reset_token" ("token_hash") where deleted_at is null;

    alter table "stoa_auth"."auth_session" add constraint "auth_session_auth_identity_id_foreign" foreign key ("auth_identity_id") references "stoa_auth"."auth_identity" ("id") on delete cascade;

    alter table "stoa_auth"."provider_identity" add constraint "provider_identity_auth_identity_id_foreign" foreign key ("auth_identity_id") references "stoa_auth"."auth_identity" ("id") on delete cascade;

    alter table "stoa_auth"."auth_password_reset_token" add constraint "auth_password_reset_token_auth_identity_id_foreign" foreign key ("auth_identity_id") references "stoa_auth"."auth_identity" ("id") on delete cascade;
    alter table "stoa_auth"."auth_password_reset_token" add constraint "auth_password_reset_token_provider_identity_id_foreign" foreign key ("provider_identity_id") references "stoa_auth"."provider_identity" ("id") on delete cascade;
  `,
)
