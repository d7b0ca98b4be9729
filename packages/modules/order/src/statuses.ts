import { type Database, StoaError } from '@stoa/kernel'
import { assertNoDraft } from './lock-order.ts'

/** Where an order can be taken from there. Taking it where it is already changes nothing. */
const BEFORE = {
  completed: ['pending', 'requires_action'],
  archived: ['completed', 'canceled'],
} as const

const MOVE = `
with was as (
  select id, status, is_draft_order from stoa_order."order" where id = $1 and deleted_at is null for update
), moved as (
  update stoa_order."order" o set status = $2, updated_at = now() from was
  where o.id = was.id and not was.is_draft_order and was.status = any($3::text[]) returning o.id
)
select was.status, was.is_draft_order, exists (select from moved) as moved from was`

/**
 * Takes an order to another status.
 *
 * @returns whether it was not there yet
 * @throws StoaError `not_found`, or `invalid_data` that says from where it could be taken
 */
export async function moveOrder(
  database: Database,
  orderId: string,
  status: keyof typeof BEFORE,
): Promise<boolean> {
  const [row] = await database.query<{ status: string; is_draft_order: boolean; moved: boolean }>(MOVE, [
    orderId,
    status,
    BEFORE[status],
  ])
  if (!row) throw new StoaError('not_found', `Order with id: ${orderId} was not found`)
  assertNoDraft(orderId, row, `it cannot become ${status}`)
  if (row.moved || row.status === status) return row.moved
  throw new StoaError(
    'invalid_data',
    `Order ${orderId} is ${row.status}: only one that is ${BEFORE[status].join(' or ')} can become ${status}.`,
  )
}
