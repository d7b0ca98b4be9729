import { sqlMigration } from '@stoa/kernel'

export const mfa = sqlMigration(
  'auth/20261125_mfa',
  `
    alter table "stoa_auth"."auth_identity" add column "mfa_enabled_at" timestamptz null, add column "mfa_failures" int not null default 0, add column "mfa_blocked_until" timestamptz null;
    alter table "stoa_auth"."auth_session" add column "mfa_completed_at" timestamptz null;

    create table "stoa_auth"."auth_mfa_factor" ("id" text not null, "auth_identity_id" text not null, "provider" text not null, "status" text not null, "provider_metadata" jsonb null, "last_counter" bigint null, "metadata" jsonb null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create unique index "auth_mfa_factor_auth_identity_id_provider_unique" on "stoa_auth"."auth_mfa_factor" ("auth_identity_id", "provider") where deleted_at is null and status in ('pending', 'enabled');

    create table "stoa_auth"."auth_mfa_recovery_code" ("id" text not null, "auth_identity_id" text not null, "code_hash" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create unique index "auth_mfa_recovery_code_auth_identity_id_code_hash_unique" on "stoa_auth"."auth_mfa_recovery_code" ("auth_identity_id", "code_hash") where deleted_at is null;

    create table "stoa_auth"."auth_mfa_challenge" ("id" text not null, "auth_identity_id" text not null, "auth_session_id" text not null, "auth_provider" text null, "attempts" int not null default 0, "completed_at" timestamptz null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "auth_mfa_challenge_auth_identity_id_index" on "stoa_auth"."auth_mfa_challenge" ("auth_identity_id");
    create unique index "auth_mfa_challenge_auth_session_id_unique" on "stoa_auth"."auth_mfa_challenge" ("auth_session_id");

    alter table "stoa_auth"."auth_mfa_factor" add constraint "auth_mfa_factor_auth_identity_id_foreign" foreign key ("auth_identity_id") references "stoa_auth"."auth_identity" ("id") on delete cascade;

    alter table "stoa_auth"."auth_mfa_recovery_code" add constraint "auth_mfa_recovery_code_auth_identity_id_foreign" foreign key ("auth_identity_id") references "stoa_auth"."auth_identity" ("id") on delete cascade;

    alter table "stoa_auth"."auth_mfa_challenge" add constraint "auth_mfa_challenge_auth_identity_id_foreign" foreign key ("auth_identity_id") references "stoa_auth"."auth_identity" ("id") on delete cascade;
    alter table "stoa_auth"."auth_mfa_challenge" add constraint "auth_mfa_challenge_auth_session_id_foreign" foreign key ("auth_session_id") references "stoa_auth"."auth_session" ("id") on update cascade on delete cascade;
  `,
)
