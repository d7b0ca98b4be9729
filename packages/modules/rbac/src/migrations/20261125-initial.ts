import { sqlMigration } from '@stoa/kernel'

export const initial = sqlMigration(
  'rbac/20261125_initial',
  `
    create schema if not exists "stoa_rbac";
    create table "stoa_rbac"."rbac_policy" ("id" text not null, "key" text not null, "resource" text not null, "operation" text not null, "name" text null, "description" text null, "metadata" jsonb null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    alter table "stoa_rbac"."rbac_policy" add constraint "rbac_policy_key_check" check ("key" = "resource" || ':' || "operation");
    create unique index "rbac_policy_key_unique" on "stoa_rbac"."rbac_policy" ("key") where deleted_at is null;

    create table "stoa_rbac"."rbac_role" ("id" text not null, "name" text not null, "description" text null, "metadata" jsonb null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create unique index "rbac_role_name_unique" on "stoa_rbac"."rbac_role" ("name") where deleted_at is null;

    create table "stoa_rbac"."rbac_role_parent" ("id" text not null, "role_id" text not null, "parent_id" text not null, "metadata" jsonb null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    alter table "stoa_rbac"."rbac_role_parent" add constraint "rbac_role_parent_parent_id_check" check ("parent_id" <> "role_id");
    create index "rbac_role_parent_parent_id_index" on "stoa_rbac"."rbac_role_parent" ("parent_id") where deleted_at is null;
    create unique index "rbac_role_parent_role_id_parent_id_unique" on "stoa_rbac"."rbac_role_parent" ("role_id", "parent_id") where deleted_at is null;

    create table "stoa_rbac"."rbac_role_policy" ("id" text not null, "role_id" text not null, "policy_id" text not null, "metadata" jsonb null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "rbac_role_policy_policy_id_index" on "stoa_rbac"."rbac_role_policy" ("policy_id") where deleted_at is null;
    create unique index "rbac_role_policy_role_id_policy_id_unique" on "stoa_rbac"."rbac_role_policy" ("role_id", "policy_id") where deleted_at is null;

    alter table "stoa_rbac"."rbac_role_parent" add constraint "rbac_role_parent_role_id_foreign" foreign key ("role_id") references "stoa_rbac"."rbac_role" ("id") on delete cascade;
    alter table "stoa_rbac"."rbac_role_parent" add constraint "rbac_role_parent_parent_id_foreign" foreign key ("parent_id") references "stoa_rbac"."rbac_role" ("id") on delete cascade;

    alter table "stoa_rbac"."rbac_role_policy" add constraint "rbac_role_policy_role_id_foreign" foreign key ("role_id") references "stoa_rbac"."rbac_role" ("id") on delete cascade;
    alter table "stoa_rbac"."rbac_role_policy" add constraint "rbac_role_policy_policy_id_foreign" foreign key ("policy_id") references "stoa_rbac"."rbac_policy" ("id") on delete cascade;
  `,
)
