import type { Database } from '@stoa/kernel'
import type { Adjustment } from '@stoa/money'
import {
  type Additions,
  type ChangingItem,
  type ChangingMethod,
  type ChangingOrder,
  progressColumns,
} from './changing-order.ts'
import type { Summary } from './next-summary.ts'

type Values = Readonly<Record<string, unknown>>

/** A discount with its columns. */
type StoredAdjustment = Adjustment & Values

/** A line as it stands in a version of its order. */
export interface StoredItem extends ChangingItem {
  adjustments: readonly StoredAdjustment[]
  metadata: Values | null
}

/** A shipping method as it stands in a version of its order. */
export interface StoredMethod extends ChangingMethod {
  adjustments: readonly StoredAdjustment[]
  return_id: string | null
  claim_id: string | null
  exchange_id: string | null
}

/** An order that may change, with what it came to. */
export interface StoredOrder extends ChangingOrder<StoredItem, StoredMethod> {
  summary: Summary
}

const text = (row: string, ...names: readonly string[]) =>
  names.map((name) => `'${name}', trim_scale(${row}.${name})::text`).join(', ')

/** Taxes are those of the line, discounts those of the version. */
const parts = (table: string, key: string, version: string) => `
  'tax_lines', coalesce((
    select json_agg(json_build_object('code', t.code, 'rate', t.rate::text) order by t.id)
    from stoa_order.${table}_tax_line t where t.${key} = line.id and t.deleted_at is null), '[]'),
  'adjustments', coalesce((
    select json_agg(to_jsonb(a) - '{id,version,created_at,updated_at,deleted_at}'::text[]
      || jsonb_build_object('amount', trim_scale(a.amount)::text) order by a.id)
    from stoa_order.${table}_adjustment a
    where a.${key} = line.id and a.version = ${version} and a.deleted_at is null), '[]')`

const NOWHERE = `jsonb_build_object('quantity', '0', 'unit_price', null, 'compare_at_unit_price', null, ${progressColumns
  .map((name) => `'${name}', '0'`)
  .join(', ')})`

const method = (owner: string) => `'id', line.id, 'amount', trim_scale(line.amount)::text,
  'is_tax_inclusive', line.is_tax_inclusive, ${owner}`

const READ = `
select o.id, o.currency_code,
  coalesce((
    select json_agg(json_build_object('id', line.id, 'quantity', trim_scale(i.quantity)::text,
      'unit_price', trim_scale(coalesce(i.unit_price, line.unit_price))::text,
      'is_tax_inclusive', line.is_tax_inclusive, 'metadata', i.metadata,
      'detail', jsonb_build_object(${text('i', 'quantity', 'unit_price', 'compare_at_unit_price', ...progressColumns)}),
      ${parts('order_line_item', 'item_id', 'i.version')}) order by line.id)
    from stoa_order.order_item i join stoa_order.order_line_item line on line.id = i.item_id
    where i.order_id = o.id and i.version = o.version and i.deleted_at is null), '[]') as items,
  coalesce((
    select json_agg(json_build_object(${method("'return_id', s.return_id, 'claim_id', s.claim_id, 'exchange_id', s.exchange_id")},
      ${parts('order_shipping_method', 'shipping_method_id', 's.version')}) order by line.id)
    from stoa_order.order_shipping s join stoa_order.order_shipping_method line on line.id = s.shipping_method_id
    where s.order_id = o.id and s.version = o.version and s.deleted_at is null), '[]') as shipping_methods,
  coalesce((
    select json_agg(json_build_object('amount', trim_scale(c.amount)::text) order by c.id)
    from stoa_order.order_credit_line c where c.order_id = o.id and c.deleted_at is null), '[]') as credit_lines,
  coalesce((
    select s.totals from stoa_order.order_summary s
    where s.order_id = o.id and s.version = o.version and s.deleted_at is null), '{}') as summary,
  coalesce((
    select json_agg(json_build_object('id', line.id, 'quantity', '0', 'unit_price', trim_scale(line.unit_price)::text,
      'is_tax_inclusive', line.is_tax_inclusive, 'metadata', line.metadata, 'detail', ${NOWHERE},
      ${parts('order_line_item', 'item_id', 'o.version + 1')}) order by line.id)
    from stoa_order.order_line_item line
    where line.id in (select a.details ->> 'reference_id' from stoa_order.order_change_action a
      where a.order_change_id = $2 and a.action = 'ITEM_ADD' and a.deleted_at is null)), '[]') as added_items,
  coalesce((
    select json_agg(json_build_object(${method("'return_id', a.return_id, 'claim_id', a.claim_id, 'exchange_id', a.exchange_id")},
      ${parts('order_shipping_method', 'shipping_method_id', 'o.version + 1')}) order by line.id)
    from stoa_order.order_change_action a join stoa_order.order_shipping_method line on line.id = a.reference_id
    where a.order_change_id = $2 and a.action = 'SHIPPING_ADD' and a.deleted_at is null), '[]') as added_methods
from stoa_order."order" o where o.id = $1`

type Row = StoredOrder & { added_items: StoredItem[]; added_methods: StoredMethod[] }

/**
 * A locked order in its current version, and what waits to come into it with a change. One statement.
 *
 * @param changeId none to read the order alone
 */
export async function readChangingOrder(
  database: Database,
  orderId: string,
  changeId: string | null = null,
): Promise<{ order: StoredOrder; additions: Additions<StoredItem, StoredMethod> }> {
  const [row] = await database.query<Row>(READ, [orderId, changeId])
  const { added_items, added_methods, ...order } = row as Row
  return { order, additions: { items: added_items, shipping_methods: added_methods } }
}
