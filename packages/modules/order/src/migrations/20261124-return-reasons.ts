import { sqlMigration } from '@stoa/kernel'

export const returnReasons = sqlMigration(
  'order/20261124_return_reasons',
  `
    create table "stoa_order"."return_reason" ("id" text not null, "value" text not null, "label" text not null, "description" text null, "metadata" jsonb null, "parent_return_reason_id" text null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, primary key ("id"));
    create index "return_reason_parent_return_reason_id_index" on "stoa_order"."return_reason" ("parent_return_reason_id") where deleted_at is null;
    alter table "stoa_order"."return_reason" add constraint "return_reason_parent_return_reason_id_foreign" foreign key ("parent_return_reason_id") references "stoa_order"."return_reason" ("id") on delete set null;
  `,
)
