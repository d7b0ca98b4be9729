import { sqlMigration } from '@stoa/kernel'

/** What providers are asked to do, and sums that no number of calls at once can exceed. */
export const operations = sqlMigration(
  'payment/20261124_operations',
  'set local statement_timeout = 0;',
  `
    alter table "stoa_payment"."payment"
      add column "captured_amount" numeric not null default '0',
      add column "refunded_amount" numeric not null default '0',
      add column "pending_capture_amount" numeric not null default '0',
      add column "pending_refund_amount" numeric not null default '0';
    update "stoa_payment"."payment" p set
      captured_amount = coalesce((select sum(amount) from "stoa_payment"."capture" where payment_id = p.id and deleted_at is null), 0),
      refunded_amount = coalesce((select sum(amount) from "stoa_payment"."refund" where payment_id = p.id and deleted_at is null), 0);
    alter table "stoa_payment"."payment"
      add constraint "payment_captured_amount_check" check (pending_capture_amount >= 0 and captured_amount + pending_capture_amount <= amount),
      add constraint "payment_refunded_amount_check" check (pending_refund_amount >= 0 and refunded_amount + pending_refund_amount <= captured_amount);
  `,
  `
    create table "stoa_payment"."payment_operation" ("id" text not null, "kind" text not null, "amount" numeric not null, "note" text null, "created_by" text null, "tried_at" timestamptz null, "attempts" int not null default 1, "failed_at" timestamptz null, "error" text null, "payment_id" text not null, "refund_reason_id" text null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "payment_operation_payment_id_index" on "stoa_payment"."payment_operation" ("payment_id");
    create index "payment_operation_tried_at_index" on "stoa_payment"."payment_operation" ("tried_at") where failed_at is null;
    alter table "stoa_payment"."payment_operation" add constraint "payment_operation_kind_check" check ("kind" in ('capture', 'refund', 'cancel'));
    alter table "stoa_payment"."payment_operation" add constraint "payment_operation_amount_check" check (amount > 0);
    alter table "stoa_payment"."payment_operation" add constraint "payment_operation_payment_id_foreign" foreign key ("payment_id") references "stoa_payment"."payment" ("id") on delete cascade;
    alter table "stoa_payment"."payment_operation" add constraint "payment_operation_refund_reason_id_foreign" foreign key ("refund_reason_id") references "stoa_payment"."refund_reason" ("id") on delete set null;
  `,
)
