import { sqlMigration } from '@stoa/kernel'

export const initial = sqlMigration(
  'user/20261123_initial',
  `
    create schema if not exists "stoa_user";
    create table "stoa_user"."invite" ("id" text not null, "email" text not null, "accepted" boolean not null default false, "token" text not null, "expires_at" timestamptz not null, "metadata" jsonb null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create unique index "invite_email_unique" on "stoa_user"."invite" ("email") where deleted_at is null;
    create unique index "invite_token_unique" on "stoa_user"."invite" ("token") where deleted_at is null;

    create table "stoa_user"."user" ("id" text not null, "first_name" text null, "last_name" text null, "email" text not null, "avatar_url" text null, "metadata" jsonb null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create unique index "user_email_unique" on "stoa_user"."user" ("email") where deleted_at is null;
  `,
)
