import { sqlMigration } from '@stoa/kernel'

export const initial = sqlMigration(
  'api_key/20261123_initial',
  `
    create schema if not exists "stoa_api_key";
    create table "stoa_api_key"."api_key" ("id" text not null, "token" text not null, "salt" text not null default '', "redacted" text not null, "title" text not null, "type" text not null, "last_used_at" timestamptz null, "created_by" text not null, "revoked_by" text null, "revoked_at" timestamptz null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create unique index "api_key_token_unique" on "stoa_api_key"."api_key" ("token") where deleted_at is null;
    alter table "stoa_api_key"."api_key" add constraint "api_key_type_check" check ("type" in ('publishable', 'secret'));
  `,
)
