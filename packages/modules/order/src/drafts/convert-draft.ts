import { type Database, StoaError } from '@stoa/kernel'
import { readChangingOrder, type StoredItem, type StoredMethod } from '../changes/read-changing-order.ts'
import { lockDraft } from './lock-draft.ts'

/** A line of a draft that became an order. */
export interface ConvertedLine {
  id: string
  variant_id: string | null
  /** A decimal in text. */
  quantity: string
  /** Whether it may be promised beyond the stock; null where its variant decides. */
  allow_backorder: boolean | null
}

/** A draft that became an order, with all that is to be done for it now. */
export interface ConvertedDraft {
  sales_channel_id: string | null
  customer_id: string | null
  email: string | null
  currency_code: string
  lines: ConvertedLine[]
  items: readonly StoredItem[]
  shipping_methods: readonly StoredMethod[]
}

/** What an order came to when it was placed is what its draft came to last. */
const CONVERT = `
with placed as (
  update stoa_order."order" set status = 'pending', is_draft_order = false, updated_at = now()
  where id = $1 returning id, version, sales_channel_id, customer_id, email, currency_code
), summary as (
  update stoa_order.order_summary s
  set totals = s.totals || jsonb_build_object('original_order_total', s.totals -> 'current_order_total'), updated_at = now()
  from placed where s.order_id = placed.id and s.version = placed.version and s.deleted_at is null
)
select placed.sales_channel_id, placed.customer_id, placed.email, placed.currency_code,
  coalesce((
    select json_agg(json_build_object('id', line.id, 'variant_id', line.variant_id, 'quantity', i.quantity::text,
      'allow_backorder', (
        select (a.details ->> 'allow_backorder')::boolean from stoa_order.order_change_action a
        where a.order_id = placed.id and a.action = 'ITEM_ADD' and a.applied
          and a.details ->> 'reference_id' = line.id limit 1)) order by line.id)
    from stoa_order.order_item i join stoa_order.order_line_item line on line.id = i.item_id
    where i.order_id = placed.id and i.version = placed.version and i.deleted_at is null), '[]') as lines
from placed`

/** See {@link DraftMethods.convertDraft}. */
export async function convertDraft(database: Database, orderId: string): Promise<ConvertedDraft> {
  const { change } = await lockDraft(database, orderId)
  if (change) {
    throw new StoaError(
      'not_allowed',
      `Draft order ${orderId} has an open edit. Confirm or cancel it before you convert the draft.`,
    )
  }
  const { order } = await readChangingOrder(database, orderId)
  if (order.items.length === 0) {
    throw new StoaError(
      'invalid_data',
      `Draft order ${orderId} has no items. Add some before you convert it.`,
    )
  }
  const [row] = await database.query<Omit<ConvertedDraft, 'items' | 'shipping_methods'>>(CONVERT, [orderId])
  const { items, shipping_methods } = order
  return { ...(row as Omit<ConvertedDraft, 'items' | 'shipping_methods'>), items, shipping_methods }
}
