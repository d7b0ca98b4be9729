import { sqlMigration } from '@stoa/kernel'

export const initial = sqlMigration(
  'payment/20261123_initial',
  `
    create schema if not exists "stoa_payment";
    create table "stoa_payment"."account_holder" ("id" text not null, "provider_id" text not null, "external_id" text not null, "email" text null, "data" jsonb not null default '{}', "metadata" jsonb null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create unique index "account_holder_provider_id_external_id_unique" on "stoa_payment"."account_holder" ("provider_id", "external_id") where deleted_at is null;

    create table "stoa_payment"."payment_collection" ("id" text not null, "currency_code" text not null, "amount" numeric not null, "authorized_amount" numeric null, "captured_amount" numeric null, "refunded_amount" numeric null, "completed_at" timestamptz null, "status" text not null default 'not_paid', "metadata" jsonb null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    alter table "stoa_payment"."payment_collection" add constraint "payment_collection_status_check" check ("status" in ('not_paid', 'awaiting', 'authorized', 'partially_authorized', 'canceled', 'failed', 'partially_captured', 'completed'));

    create table "stoa_payment"."payment_provider" ("id" text not null, "is_enabled" boolean not null default true, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));

    create table "stoa_payment"."payment_session" ("id" text not null, "currency_code" text not null, "amount" numeric not null, "provider_id" text not null, "data" jsonb not null default '{}', "context" jsonb null, "status" text not null default 'pending', "authorized_at" timestamptz null, "payment_collection_id" text not null, "metadata" jsonb null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "payment_session_payment_collection_id_index" on "stoa_payment"."payment_session" ("payment_collection_id") where deleted_at is null;
    alter table "stoa_payment"."payment_session" add constraint "payment_session_status_check" check ("status" in ('authorized', 'captured', 'pending', 'requires_more', 'error', 'canceled', 'pending_authorization'));

    create table "stoa_payment"."payment" ("id" text not null, "amount" numeric not null, "currency_code" text not null, "provider_id" text not null, "data" jsonb null, "metadata" jsonb null, "captured_at" timestamptz null, "canceled_at" timestamptz null, "payment_collection_id" text not null, "payment_session_id" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    alter table "stoa_payment"."payment" add constraint "payment_payment_session_id_unique" unique ("payment_session_id");
    create index "payment_payment_collection_id_index" on "stoa_payment"."payment" ("payment_collection_id") where deleted_at is null;

    create table "stoa_payment"."capture" ("id" text not null, "amount" numeric not null, "payment_id" text not null, "metadata" jsonb null, "created_by" text null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "capture_payment_id_index" on "stoa_payment"."capture" ("payment_id") where deleted_at is null;

    create table "stoa_payment"."refund_reason" ("id" text not null, "label" text not null, "code" text not null, "description" text null, "metadata" jsonb null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));

    create table "stoa_payment"."refund" ("id" text not null, "amount" numeric not null, "payment_id" text not null, "refund_reason_id" text null, "note" text null, "created_by" text null, "metadata" jsonb null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "refund_payment_id_index" on "stoa_payment"."refund" ("payment_id") where deleted_at is null;
    create index "refund_refund_reason_id_index" on "stoa_payment"."refund" ("refund_reason_id") where deleted_at is null;

    create table "stoa_payment"."payment_collection_payment_providers" ("payment_collection_id" text not null, "payment_provider_id" text not null, primary key ("payment_collection_id", "payment_provider_id"));
    create index "payment_collection_payment_providers_payment_provider_id_index" on "stoa_payment"."payment_collection_payment_providers" ("payment_provider_id");

    alter table "stoa_payment"."payment_session" add constraint "payment_session_payment_collection_id_foreign" foreign key ("payment_collection_id") references "stoa_payment"."payment_collection" ("id") on delete cascade;

    alter table "stoa_payment"."payment" add constraint "payment_payment_collection_id_foreign" foreign key ("payment_collection_id") references "stoa_payment"."payment_collection" ("id") on delete cascade;
    alter table "stoa_payment"."payment" add constraint "payment_payment_session_id_foreign" foreign key ("payment_session_id") references "stoa_payment"."payment_session" ("id");

    alter table "stoa_payment"."capture" add constraint "capture_payment_id_foreign" foreign key ("payment_id") references "stoa_payment"."payment" ("id") on delete cascade;

    alter table "stoa_payment"."refund" add constraint "refund_payment_id_foreign" foreign key ("payment_id") references "stoa_payment"."payment" ("id") on delete cascade;
    alter table "stoa_payment"."refund" add constraint "refund_refund_reason_id_foreign" foreign key ("refund_reason_id") references "stoa_payment"."refund_reason" ("id") on delete set null;

    alter table "stoa_payment"."payment_collection_payment_providers" add constraint "payment_collection_payment_providers_payment_col_1e4a2_foreign" foreign key ("payment_collection_id") references "stoa_payment"."payment_collection" ("id") on update cascade on delete cascade;
    alter table "stoa_payment"."payment_collection_payment_providers" add constraint "payment_collection_payment_providers_payment_pro_f284c_foreign" foreign key ("payment_provider_id") references "stoa_payment"."payment_provider" ("id") on update cascade on delete cascade;
  `,
)
