import { sqlMigration } from '@stoa/kernel'

export const verifications = sqlMigration(
  'auth/20261124_verifications',
  `
    create table "stoa_auth"."auth_verification" ("id" text not null, "auth_identity_id" text not null, "entity_id" text not null, "entity_type" text not null, "code_provider" text not null, "code_hash" text null, "expires_at" timestamptz null, "requested_at" timestamptz not null, "verified_at" timestamptz null, "metadata" jsonb null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create unique index "auth_verification_auth_identity_id_entity_id_entity_type_unique" on "stoa_auth"."auth_verification" ("auth_identity_id", "entity_id", "entity_type") where deleted_at is null;
    create unique index "auth_verification_code_hash_unique" on "stoa_auth"."auth_verification" ("code_hash") where deleted_at is null;

    alter table "stoa_auth"."auth_verification" add constraint "auth_verification_auth_identity_id_foreign" foreign key ("auth_identity_id") references "stoa_auth"."auth_identity" ("id") on delete cascade;
  `,
)
