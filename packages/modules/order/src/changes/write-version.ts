import { BigNumber, createId, type Database, type Write, writeTogether } from '@stoa/kernel'
import type { Amount } from '@stoa/money'
import { progressColumns } from './changing-order.ts'
import { nextSummary } from './next-summary.ts'
import type { StoredItem, StoredMethod, StoredOrder } from './read-changing-order.ts'

const decimal = (value: Amount | null | undefined) => (value == null ? null : BigNumber(value).toFixed())

/** Credit that comes to an order with a version. */
export interface NewCredit {
  amount: Amount
  reference: string | null
  reference_id: string | null
}

/**
 * Writes what a locked order has become as its next version, in one statement. A line of which nothing is left is not in it.
 *
 * @param version the one before
 */
export async function writeVersion(
  database: Database,
  order: StoredOrder,
  { version: before, credits = [] }: { version: number; credits?: readonly NewCredit[] },
): Promise<void> {
  const version = before + 1
  const now = new Date().toISOString()
  const order_id = order.id
  const row = <Values extends object>(prefix: string, values: Values) => ({
    id: createId(prefix),
    version,
    ...values,
    created_at: now,
    updated_at: now,
  })
  const items = order.items.filter(({ quantity }) => !BigNumber(quantity).isZero())
  await writeTogether(database, [
    {
      insert: 'stoa_order.order_item',
      rows: items.map(({ id: item_id, detail, metadata }) =>
        row('orditem', {
          order_id,
          item_id,
          metadata,
          quantity: decimal(detail.quantity),
          unit_price: decimal(detail.unit_price),
          compare_at_unit_price: decimal(detail.compare_at_unit_price),
          ...Object.fromEntries(progressColumns.map((name) => [name, decimal(detail[name])])),
        }),
      ),
    },
    adjustmentsOf('order_line_item', 'ordliadj', items, row),
    {
      insert: 'stoa_order.order_shipping',
      rows: order.shipping_methods.map(({ id: shipping_method_id, return_id, claim_id, exchange_id }) =>
        row('ordspmv', { order_id, shipping_method_id, return_id, claim_id, exchange_id }),
      ),
    },
    adjustmentsOf('order_shipping_method', 'ordsmadj', order.shipping_methods, row),
    {
      insert: 'stoa_order.order_credit_line',
      rows: credits.map((credit) => row('ordcl', { order_id, ...credit, amount: decimal(credit.amount) })),
    },
    {
      insert: 'stoa_order.order_summary',
      rows: [row('ordsum', { order_id, totals: nextSummary(order, order.summary) })],
    },
    { update: 'stoa_order."order"', rows: [{ id: order_id, version }] },
  ])
}

/** The discounts of a version, each with the line it is on. */
function adjustmentsOf(
  table: string,
  prefix: string,
  lines: readonly (StoredItem | StoredMethod)[],
  row: (prefix: string, values: object) => Record<string, unknown>,
): Write {
  return {
    insert: `stoa_order.${table}_adjustment`,
    rows: lines.flatMap(({ adjustments }) =>
      adjustments
        .filter(({ amount }) => !BigNumber(amount).isZero())
        .map((adjustment) => row(prefix, { ...adjustment, amount: decimal(adjustment.amount) })),
    ),
  }
}

const SUMMARY = `
update stoa_order.order_summary s set totals = s.totals || $3::jsonb, updated_at = now()
where s.order_id = $1 and s.version = $2 and s.deleted_at is null`

/** Lets the summary of a locked order follow where its goods are, within its version. */
export async function refreshSummary(database: Database, order: StoredOrder, version: number): Promise<void> {
  await database.query(SUMMARY, [order.id, version, JSON.stringify(nextSummary(order, order.summary))])
}
