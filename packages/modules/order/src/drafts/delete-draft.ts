import type { Database } from '@stoa/kernel'
import { removeActions } from '../changes/change-actions.ts'
import { lockDraft } from './lock-draft.ts'

const DELETE = `
with change as (delete from stoa_order.order_change where id = $2)
update stoa_order."order" set deleted_at = now(), updated_at = now() where id = $1`

/** Soft-deletes a draft. Run it in a transaction. */
export async function deleteDraft(database: Database, orderId: string): Promise<void> {
  const { change } = await lockDraft(database, orderId)
  if (change) await removeActions(database, change.id)
  await database.query(DELETE, [orderId, change?.id ?? null])
}
