import { sqlMigration } from '@stoa/kernel'

/** What happened to the goods of an order is found by the parcel it happened with. */
export const itemProgress = sqlMigration(
  'order/20261124_item_progress',
  `
    create index order_change_action_order_id_index on stoa_order.order_change_action (order_id, reference_id)
      where order_change_id is null and deleted_at is null;
  `,
)
