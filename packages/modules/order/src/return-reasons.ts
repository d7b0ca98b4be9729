import type { Database } from '@stoa/kernel'

const REMOVE = `
with gone as (
  update stoa_order.return_reason set deleted_at = now(), updated_at = now()
  where id = $1 and deleted_at is null returning id
)
update stoa_order.return_reason child set parent_return_reason_id = null, updated_at = now()
from gone where child.parent_return_reason_id = gone.id and child.deleted_at is null`

/** Takes a reason away; those that were kinds of it stand for themselves from now on. */
export async function removeReturnReason(database: Database, id: string): Promise<void> {
  await database.query(REMOVE, [id])
}
