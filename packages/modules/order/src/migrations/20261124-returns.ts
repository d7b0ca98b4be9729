import { sqlMigration } from '@stoa/kernel'

/** Goods that go back; and money and shipping that belong to that. */
export const returns = sqlMigration(
  'order/20261124_returns',
  `
    create table "stoa_order"."return" ("id" text not null, "order_version" int not null, "display_id" serial, "status" text not null default 'open', "location_id" text null, "no_notification" boolean null, "refund_amount" numeric null, "created_by" text null, "metadata" jsonb null, "requested_at" timestamptz null, "received_at" timestamptz null, "canceled_at" timestamptz null, "exchange_id" text null, "claim_id" text null, "order_id" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "return_order_id_index" on "stoa_order"."return" ("order_id") where deleted_at is null;
    alter table "stoa_order"."return" add constraint "return_status_check" check ("status" in ('open', 'requested', 'received', 'partially_received', 'canceled'));

    create table "stoa_order"."return_item" ("id" text not null, "quantity" numeric not null, "received_quantity" numeric not null default '0', "damaged_quantity" numeric not null default '0', "note" text null, "metadata" jsonb null, "reason_id" text null, "return_id" text not null, "item_id" text not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "return_item_return_id_index" on "stoa_order"."return_item" ("return_id") where deleted_at is null;
    create index "return_item_reason_id_index" on "stoa_order"."return_item" ("reason_id") where deleted_at is null;
    create index "return_item_item_id_index" on "stoa_order"."return_item" ("item_id") where deleted_at is null;

    alter table "stoa_order"."order_transaction" add column "return_id" text null;
    create index "order_transaction_return_id_index" on "stoa_order"."order_transaction" ("return_id") where deleted_at is null;
    create index "order_shipping_return_id_index" on "stoa_order"."order_shipping" ("return_id") where return_id is not null and deleted_at is null;

    alter table "stoa_order"."return" add constraint "return_order_id_foreign" foreign key ("order_id") references "stoa_order"."order" ("id") on delete cascade;
    alter table "stoa_order"."return_item" add constraint "return_item_reason_id_foreign" foreign key ("reason_id") references "stoa_order"."return_reason" ("id") on delete set null;
    alter table "stoa_order"."return_item" add constraint "return_item_return_id_foreign" foreign key ("return_id") references "stoa_order"."return" ("id") on delete cascade;
    alter table "stoa_order"."return_item" add constraint "return_item_item_id_foreign" foreign key ("item_id") references "stoa_order"."order_line_item" ("id");
    alter table "stoa_order"."order_transaction" add constraint "order_transaction_return_id_foreign" foreign key ("return_id") references "stoa_order"."return" ("id") on delete set null;
  `,
)
