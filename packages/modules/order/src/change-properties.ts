import { createId, type Database, type Write, writeTogether } from '@stoa/kernel'
import { assertDraft, assertNoDraft, assertNotCanceled, lockOrder } from './lock-order.ts'
import { type OrderProperties, type OrderPropertiesNow, propertyChanges } from './order-properties.ts'

type Values = Readonly<Record<string, unknown>>

const READ = `
select o.email, o.locale, o.metadata, o.customer_id, o.sales_channel_id,
  (select to_jsonb(a) - '{created_at,updated_at,deleted_at,customer_id}'::text[] from stoa_order.order_address a where a.id = o.shipping_address_id) as shipping_address,
  (select to_jsonb(a) - '{created_at,updated_at,deleted_at,customer_id}'::text[] from stoa_order.order_address a where a.id = o.billing_address_id) as billing_address
from stoa_order."order" o where o.id = $1`

/**
 * Sets properties of an order, and writes down what each of them was: a confirmed change for every property.
 *
 * @param by who does it
 * @param ofDraft whether the order is a draft, of which all may change
 * @returns whether anything was different
 */
export async function changeProperties(
  database: Database,
  orderId: string,
  wanted: OrderProperties,
  by: string | null,
  ofDraft = false,
): Promise<boolean> {
  return database.transaction(async () => {
    const order = await lockOrder(database, orderId)
    assertNotCanceled(orderId, order)
    if (ofDraft) assertDraft(orderId, order)
    else assertNoDraft(orderId, order, `it is changed with POST /admin/draft-orders/${orderId}`)
    // Read only now that the lock is held: the addresses are rows of their own.
    const [now] = await database.query<OrderPropertiesNow>(READ, [orderId])
    const changes = propertyChanges(now as OrderPropertiesNow, wanted, { of_draft: ofDraft })
    if (changes.length === 0) return false
    const at = new Date().toISOString()
    const stamps = { created_at: at, updated_at: at }
    const columns: Record<string, unknown> = {}
    const addresses: { changed: Values[]; added: Values[] } = { changed: [], added: [] }
    for (const { type, old, new: value } of changes) {
      if (!type.endsWith('_address')) columns[type] = value
      else if (old) addresses.changed.push(value as Values)
      else {
        const id = createId('ordaddr')
        addresses.added.push({ ...(value as Values), id, ...stamps })
        columns[`${type}_id`] = id
      }
    }
    const history = changes.map(({ type, old, new: value }) => ({
      id: createId('ordch'),
      details: { type, old, new: value },
      ...referenceOf(type, old, columns, orderId),
    }))
    await writeTogether(database, [
      ...addresses.changed.map((row): Write => ({ update: 'stoa_order.order_address', rows: [row] })),
      { insert: 'stoa_order.order_address', rows: addresses.added },
      { update: 'stoa_order."order"', rows: [{ id: orderId, ...columns }] },
      {
        insert: 'stoa_order.order_change',
        rows: history.map(({ id }) => ({
          id,
          order_id: orderId,
          version: order.version,
          change_type: 'update_order',
          status: 'confirmed',
          created_by: by,
          confirmed_by: by,
          confirmed_at: at,
          ...stamps,
        })),
      },
      {
        insert: 'stoa_order.order_change_action',
        rows: history.map(({ id, ...action }) => ({
          id: createId('ordchact'),
          order_change_id: id,
          order_id: orderId,
          version: order.version,
          action: 'UPDATE_ORDER_PROPERTIES',
          applied: true,
          ...action,
          ...stamps,
        })),
      },
    ])
    return true
  })
}

/** What an entry of the history points at: the address, or else the order. */
function referenceOf(type: string, old: unknown, columns: Values, orderId: string) {
  if (!type.endsWith('_address')) return { reference: 'order', reference_id: orderId }
  return { reference: type, reference_id: (old as Values | null)?.id ?? columns[`${type}_id`] }
}
