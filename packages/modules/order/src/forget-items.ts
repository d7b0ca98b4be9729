import type { Database } from '@stoa/kernel'

/** What was never to be counts for nothing, the second time too. */
const forget = (column: string) => `
with gone as (
  delete from stoa_order.order_change_action
  where order_id = $1 and reference_id = $2 and order_change_id is null and deleted_at is null and action = $4
  returning details ->> 'reference_id' as item_id, (details ->> 'quantity')::numeric as quantity
)
update stoa_order.order_item i set ${column} = i.${column} - gone.quantity, updated_at = now()
from gone where i.order_id = $1 and i.version = $3 and i.item_id = gone.item_id and i.deleted_at is null`

const KINDS = {
  FULFILL_ITEM: forget('fulfilled_quantity'),
  RETURN_ITEM: forget('return_requested_quantity'),
} as const

/** Takes back what was counted with a parcel or a return that never came to be. The order is locked. */
export async function forgetItems(
  database: Database,
  order: { id: string; version: number },
  action: keyof typeof KINDS,
  referenceId: string,
): Promise<void> {
  await database.query(KINDS[action], [order.id, referenceId, order.version, action])
}
