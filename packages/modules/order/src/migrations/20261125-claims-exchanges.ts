import { sqlMigration } from '@stoa/kernel'

/** Goods that are sent for others, or instead of broken ones. */
export const claimsAndExchanges = sqlMigration(
  'order/20261125_claims_exchanges',
  'set local statement_timeout = 0;',
  `
    create table "stoa_order"."order_exchange" ("id" text not null, "order_version" int not null, "display_id" serial, "no_notification" boolean null, "difference_due" numeric null, "allow_backorder" boolean not null default false, "created_by" text null, "metadata" jsonb null, "canceled_at" timestamptz null, "order_id" text not null, "return_id" text null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "order_exchange_order_id_index" on "stoa_order"."order_exchange" ("order_id") where deleted_at is null;
    create index "order_exchange_return_id_index" on "stoa_order"."order_exchange" ("return_id") where deleted_at is null;

    create table "stoa_order"."order_exchange_item" ("id" text not null, "quantity" numeric not null, "note" text null, "metadata" jsonb null, "exchange_id" text not null, "item_id" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "order_exchange_item_exchange_id_index" on "stoa_order"."order_exchange_item" ("exchange_id") where deleted_at is null;
    create index "order_exchange_item_item_id_index" on "stoa_order"."order_exchange_item" ("item_id") where deleted_at is null;

    create table "stoa_order"."order_claim" ("id" text not null, "order_version" int not null, "display_id" serial, "type" text not null, "no_notification" boolean null, "refund_amount" numeric null, "created_by" text null, "canceled_at" timestamptz null, "metadata" jsonb null, "order_id" text not null, "return_id" text null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "order_claim_order_id_index" on "stoa_order"."order_claim" ("order_id") where deleted_at is null;
    create index "order_claim_return_id_index" on "stoa_order"."order_claim" ("return_id") where deleted_at is null;
    alter table "stoa_order"."order_claim" add constraint "order_claim_type_check" check ("type" in ('refund', 'replace'));

    create table "stoa_order"."order_claim_item" ("id" text not null, "reason" text null, "quantity" numeric not null, "is_additional_item" boolean not null default false, "note" text null, "metadata" jsonb null, "claim_id" text not null, "item_id" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "order_claim_item_claim_id_index" on "stoa_order"."order_claim_item" ("claim_id") where deleted_at is null;
    create index "order_claim_item_item_id_index" on "stoa_order"."order_claim_item" ("item_id") where deleted_at is null;
    alter table "stoa_order"."order_claim_item" add constraint "order_claim_item_reason_check" check ("reason" in ('missing_item', 'wrong_item', 'production_failure', 'other'));

    create table "stoa_order"."order_claim_item_image" ("id" text not null, "url" text not null, "metadata" jsonb null, "claim_item_id" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "order_claim_item_image_claim_item_id_index" on "stoa_order"."order_claim_item_image" ("claim_item_id") where deleted_at is null;

    alter table "stoa_order"."order_transaction" add column "claim_id" text null;
    alter table "stoa_order"."order_transaction" add column "exchange_id" text null;
    create index "order_transaction_claim_id_index" on "stoa_order"."order_transaction" ("claim_id") where deleted_at is null;
    create index "order_transaction_exchange_id_index" on "stoa_order"."order_transaction" ("exchange_id") where deleted_at is null;
    create index "return_exchange_id_index" on "stoa_order"."return" ("exchange_id") where deleted_at is null;
    create index "return_claim_id_index" on "stoa_order"."return" ("claim_id") where deleted_at is null;
    create index "order_shipping_exchange_id_index" on "stoa_order"."order_shipping" ("exchange_id") where exchange_id is not null and deleted_at is null;
    create index "order_shipping_claim_id_index" on "stoa_order"."order_shipping" ("claim_id") where claim_id is not null and deleted_at is null;

    alter table "stoa_order"."return" add constraint "return_exchange_id_foreign" foreign key ("exchange_id") references "stoa_order"."order_exchange" ("id") on delete set null;
    alter table "stoa_order"."return" add constraint "return_claim_id_foreign" foreign key ("claim_id") references "stoa_order"."order_claim" ("id") on delete set null;
    alter table "stoa_order"."order_exchange" add constraint "order_exchange_order_id_foreign" foreign key ("order_id") references "stoa_order"."order" ("id") on delete cascade;
    alter table "stoa_order"."order_exchange" add constraint "order_exchange_return_id_foreign" foreign key ("return_id") references "stoa_order"."return" ("id") on delete set null;
    alter table "stoa_order"."order_exchange_item" add constraint "order_exchange_item_exchange_id_foreign" foreign key ("exchange_id") references "stoa_order"."order_exchange" ("id") on delete cascade;
    alter table "stoa_order"."order_exchange_item" add constraint "order_exchange_item_item_id_foreign" foreign key ("item_id") references "stoa_order"."order_line_item" ("id");
    alter table "stoa_order"."order_claim" add constraint "order_claim_order_id_foreign" foreign key ("order_id") references "stoa_order"."order" ("id") on delete cascade;
    alter table "stoa_order"."order_claim" add constraint "order_claim_return_id_foreign" foreign key ("return_id") references "stoa_order"."return" ("id") on delete set null;
    alter table "stoa_order"."order_transaction" add constraint "order_transaction_claim_id_foreign" foreign key ("claim_id") references "stoa_order"."order_claim" ("id") on delete set null;
    alter table "stoa_order"."order_transaction" add constraint "order_transaction_exchange_id_foreign" foreign key ("exchange_id") references "stoa_order"."order_exchange" ("id") on delete set null;
    alter table "stoa_order"."order_claim_item" add constraint "order_claim_item_claim_id_foreign" foreign key ("claim_id") references "stoa_order"."order_claim" ("id") on delete cascade;
    alter table "stoa_order"."order_claim_item" add constraint "order_claim_item_item_id_foreign" foreign key ("item_id") references "stoa_order"."order_line_item" ("id");
    alter table "stoa_order"."order_claim_item_image" add constraint "order_claim_item_image_claim_item_id_foreign" foreign key ("claim_item_id") references "stoa_order"."order_claim_item" ("id") on delete cascade;
  `,
)
