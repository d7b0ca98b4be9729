import { BigNumber } from '@stoa/kernel'
import { rawAmount } from '@stoa/money'
import type { ResultRow } from '@stoa/query'
import {
  addOrderTotals,
  nestedTotalFields,
  orderProgressFields,
  orderTotalFields,
  withRaw,
} from '../totals.ts'
import { applyChange } from './apply-change.ts'
import { pending } from './change-actions.ts'
import {
  type ChangingItem,
  type ChangingMethod,
  type ChangingOrder,
  progressColumns,
} from './changing-order.ts'
import { nextSummary } from './next-summary.ts'

type Action = ResultRow & { action: string; applied: boolean; details: { reference_id?: string } }

/** What {@link previewOrder} reads of an order. */
export const previewFields = `
  id version email customer_id currency_code summary *items *items.detail *items.tax_lines *items.adjustments
  *shipping_methods *shipping_methods.detail *shipping_methods.tax_lines *shipping_methods.adjustments *credit_lines
  *transactions *order_change *order_change.actions order_change.order.id
  *order_change.added_items *order_change.added_items.tax_lines
  *order_change.added_shipping_methods *order_change.added_shipping_methods.tax_lines`
  .trim()
  .split(/\s+/)

const totalsOfOrder = withRaw([...orderTotalFields, ...orderProgressFields])

/** Which totals are set where: `items.tax_lines.total` is `total` of `items.tax_lines`. */
const wanted = new Map<string, string[]>([
  ['', totalsOfOrder],
  ...[...Map.groupBy(nestedTotalFields, (path) => path.slice(0, path.lastIndexOf('.')))].map(
    ([place, paths]) => [place, paths.map((path) => path.slice(place.length + 1))] as [string, string[]],
  ),
])

/**
 * An order as its open change would make it, with what it would come to. A pure function of the row with
 * {@link previewFields}; without an open change it is the order as it is.
 *
 * What the change asks back counts as if it were there already: that is what the shopkeeper and the buyer agree on.
 */
export function previewOrder(row: ResultRow): ResultRow {
  const { added_items = [], added_shipping_methods = [], ...change } = (row.order_change ?? {}) as ResultRow
  const actions = (change.actions ?? []) as Action[]
  const version = (row.version as number) + 1
  const order = row as ResultRow & ChangingOrder<ResultRow & ChangingItem, ResultRow & ChangingMethod>
  const after: ResultRow & ChangingOrder = applyChange(order, pending(actions) as never, {
    items: (added_items as ResultRow[]).map((line) => asItem(line, order.id, version)) as never,
    shipping_methods: (added_shipping_methods as ResultRow[]).map((method) =>
      asMethod(method, order.id, version, actions),
    ) as never,
  })
  const preview: ResultRow = {
    ...after,
    order_change: row.order_change === null ? null : { ...change, return_id: returnOf(change, actions) },
    items: after.items.map((item) => withActions(item, actions, ({ details }) => details.reference_id)),
    shipping_methods: after.shipping_methods.map((method) =>
      withActions(method, actions, ({ action, reference_id }) =>
        action.startsWith('SHIPPING_') ? reference_id : undefined,
      ),
    ),
    credit_lines: after.credit_lines.map((line) => ({ ...line })),
  }
  showNumbers(preview)
  addOrderTotals(preview, {}, wanted as never)
  if (actions.length > 0) preview.summary = summaryOf(row, preview)
  return preview
}

/** What comes back with a change: with a claim or an exchange, its return has been there since the first line was asked back. */
const returnOf = (change: ResultRow, actions: readonly Action[]): string | null =>
  change.return_id ?? actions.find(({ return_id }) => return_id)?.return_id ?? null

/** A line that waits, in the form of those that are in the order. */
function asItem(line: ResultRow, order_id: string, version: number): ResultRow {
  const none = Object.fromEntries(progressColumns.map((name) => [name, BigNumber(0)]))
  const { id: item_id, unit_price, compare_at_unit_price, raw_compare_at_unit_price, metadata } = line
  return {
    adjustments: [],
    ...line,
    line_item_metadata: metadata,
    quantity: BigNumber(0),
    detail: {
      id: item_id,
      version,
      order_id,
      item_id,
      unit_price,
      compare_at_unit_price,
      raw_compare_at_unit_price: raw_compare_at_unit_price ?? null,
      metadata,
      ...none,
      ...momentsOf(line),
    },
  }
}

function asMethod(
  method: ResultRow,
  order_id: string,
  version: number,
  actions: readonly Action[],
): ResultRow {
  const by = actions.find(
    ({ action, reference_id }) => action === 'SHIPPING_ADD' && reference_id === method.id,
  )
  const owner = {
    return_id: by?.return_id ?? null,
    claim_id: by?.claim_id ?? null,
    exchange_id: by?.exchange_id ?? null,
  }
  const detail = {
    id: method.id,
    version,
    order_id,
    shipping_method_id: method.id,
    ...owner,
    ...momentsOf(method),
  }
  return { adjustments: [], ...method, order_id, detail }
}

const momentsOf = ({ created_at, updated_at }: ResultRow) => ({ created_at, updated_at, deleted_at: null })

/** A line with what the change does to it, where it does something. */
function withActions(
  row: object,
  actions: readonly Action[],
  targetOf: (action: Action) => unknown,
): ResultRow {
  const { id } = row as { id: string }
  const own = actions.filter((action) => targetOf(action) === id)
  return own.length === 0 ? { ...row } : { ...row, actions: own }
}

/** Turns what was computed into numbers with their exact twins, wherever it is. */
function showNumbers(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  if (Array.isArray(value)) for (const entry of value) showNumbers(entry)
  const row = value as Record<string, unknown>
  for (const [name, field] of Object.entries(row)) {
    if (!BigNumber.isBigNumber(field)) showNumbers(field)
    else {
      row[name] = field.toNumber()
      row[`raw_${name}`] = rawAmount(field)
    }
  }
}

/** What the order comes to by the change, each amount with its exact twin. */
function summaryOf(before: ResultRow, preview: ResultRow): ResultRow {
  const amounts = Object.entries((before.summary ?? {}) as ResultRow).filter(
    ([name]) => !name.startsWith('raw_'),
  )
  const asked = requestedBefore(before)
  const expected = BigNumber(preview.return_requested_total as number).minus(asked)
  const next = nextSummary(preview as never, Object.fromEntries(amounts), {
    expected: BigNumber.max(0, expected),
  })
  return Object.fromEntries(
    Object.entries(next).flatMap(([name, value]) => [
      [name, value],
      [`raw_${name}`, rawAmount(value)],
    ]),
  )
}

/** What was on its way back before the change. */
function requestedBefore(row: ResultRow): number {
  const copy: ResultRow = structuredClone({ ...row, order_change: null })
  addOrderTotals(copy, {}, new Map([['', ['return_requested_total']]]) as never)
  return copy.return_requested_total as number
}
