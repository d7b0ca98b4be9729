import { sqlMigration } from '@stoa/kernel'

/** A capture or refund counts once. */
export const transactions = sqlMigration(
  'order/20261124_transactions',
  `
    create unique index order_transaction_once on stoa_order.order_transaction (reference, reference_id)
      where reference in ('capture', 'refund') and deleted_at is null;
  `,
)
