import { createId, type Database } from '@stoa/kernel'

/** Money that moved for an order. */
export interface NewTransaction {
  /** A decimal in text: above 0 for what was paid, below for what was given back. */
  amount: string
  currency_code: string
  /** What moved it. A `capture` and a `refund` count once. */
  reference: 'capture' | 'refund'
  reference_id: string
}

const sum = (name: string) => `coalesce((s.totals ->> '${name}')::numeric, 0)`

const LOCK = 'select from stoa_order."order" where id = $1 for no key update'

/** The sums follow by what was really added, so that calls at once lose nothing. */
const RECORD = `
with placed as (
  select id, version from stoa_order."order" where id = $1 and deleted_at is null
), added as (
  insert into stoa_order.order_transaction (id, order_id, version, amount, currency_code, reference, reference_id)
  select given.id, placed.id, placed.version, given.amount, given.currency_code, given.reference, given.reference_id
  from placed, jsonb_to_recordset($2::jsonb)
    as given (id text, amount numeric, currency_code text, reference text, reference_id text)
  on conflict (reference, reference_id) where reference in ('capture', 'refund') and deleted_at is null do nothing
  returning amount, reference_id
), moved as (
  select coalesce(sum(amount) filter (where amount > 0), 0) as paid,
    coalesce(-sum(amount) filter (where amount < 0), 0) as refunded, sum(amount) as total
  from added having count(*) > 0
), summary as (
  update stoa_order.order_summary s
  set totals = s.totals || jsonb_build_object(
      'paid_total', trim_scale(${sum('paid_total')} + moved.paid),
      'refunded_total', trim_scale(${sum('refunded_total')} + moved.refunded),
      'transaction_total', trim_scale(${sum('transaction_total')} + moved.total),
      'pending_difference', trim_scale(${sum('current_order_total')} - ${sum('transaction_total')} - moved.total)),
    updated_at = now()
  from moved, placed where s.order_id = placed.id and s.version = placed.version and s.deleted_at is null
)
select reference_id from added`

/** @returns the references of those that were not known yet */
export async function recordTransactions(
  database: Database,
  orderId: string,
  transactions: readonly NewTransaction[],
): Promise<string[]> {
  if (transactions.length === 0) return []
  const rows = transactions.map((transaction) => ({ ...transaction, id: createId('ordtrx') }))
  return database.transaction(async () => {
    // By a statement of its own: one that waited for the lock would not see the summary of a version made meanwhile.
    await database.query(LOCK, [orderId])
    const added = await database.query<{ reference_id: string }>(RECORD, [orderId, JSON.stringify(rows)])
    return added.map(({ reference_id }) => reference_id)
  })
}
