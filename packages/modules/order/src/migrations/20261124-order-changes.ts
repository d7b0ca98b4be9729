import { sqlMigration } from '@stoa/kernel'

/** What changed in an order, one open change at a time; and orders found by what they come to. */
export const orderChanges = sqlMigration(
  'order/20261124_order_changes',
  'set local statement_timeout = 0;',
  `
    create table "stoa_order"."order_change" ("id" text not null, "return_id" text null, "claim_id" text null, "exchange_id" text null, "version" int not null, "change_type" text null, "description" text null, "status" text not null default 'pending', "internal_note" text null, "created_by" text null, "requested_by" text null, "requested_at" timestamptz null, "confirmed_by" text null, "confirmed_at" timestamptz null, "declined_by" text null, "declined_reason" text null, "metadata" jsonb null, "declined_at" timestamptz null, "canceled_by" text null, "canceled_at" timestamptz null, "carry_over_promotions" boolean null, "no_notification" boolean null, "order_id" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "order_change_order_id_index" on "stoa_order"."order_change" ("order_id") where deleted_at is null;
    create unique index "order_change_one_open" on "stoa_order"."order_change" ("order_id") where status in ('pending', 'requested') and deleted_at is null;
    alter table "stoa_order"."order_change" add constraint "order_change_status_check" check ("status" in ('confirmed', 'declined', 'requested', 'pending', 'canceled'));
    create table "stoa_order"."order_change_action" ("id" text not null, "order_id" text not null, "return_id" text null, "claim_id" text null, "exchange_id" text null, "ordering" serial, "version" int null, "reference" text null, "reference_id" text null, "action" text not null, "details" jsonb not null default '{}', "amount" numeric null, "internal_note" text null, "applied" boolean not null default false, "order_change_id" text null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "order_change_action_order_change_id_index" on "stoa_order"."order_change_action" ("order_change_id") where deleted_at is null;
    alter table "stoa_order"."order_change" add constraint "order_change_order_id_foreign" foreign key ("order_id") references "stoa_order"."order" ("id") on delete cascade;
    alter table "stoa_order"."order_change_action" add constraint "order_change_action_order_change_id_foreign" foreign key ("order_change_id") references "stoa_order"."order_change" ("id") on delete cascade;
  `,
  `
    alter table "stoa_order"."order_summary" add column "current_order_total" numeric generated always as ((totals ->> 'current_order_total')::numeric) stored null;
    create index "order_summary_current_order_total_index" on "stoa_order"."order_summary" ("current_order_total") where deleted_at is null;
  `,
)
