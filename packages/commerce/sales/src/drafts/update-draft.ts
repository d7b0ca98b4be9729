import { type Container, StoaError } from '@stoa/kernel'
import { type OrderProperties, OrderService } from '@stoa/order'
import { Query, type ResultRow } from '@stoa/query'
import { assertWithin, findRegion, taxesOf } from '@stoa/settings'
import type { Static } from 'typebox'
import { addressColumns } from '../addresses.ts'
import { draftBuyer } from './draft-buyer.ts'
import { draftChannel } from './draft-channel.ts'
import { followDraft } from './follow-promotions.ts'
import { readDraft } from './read-draft.ts'
import type { draftChange } from './schemas.ts'

type Change = Static<typeof draftChange>

/**
 * Changes whose a draft is, where it goes and what is noted of it. Where it goes it is taxed, and for whom it is decides what
 * promotions take off, also in its open edit. Run it in a transaction.
 *
 * @returns whether anything was different
 * @throws StoaError `not_found`, also for a customer or channel; `invalid_data` for an order that is no draft, and for a country
 *   that is not in its region
 */
export async function updateDraft(
  container: Container,
  id: string,
  body: Change,
  by: string | null,
): Promise<boolean> {
  const orders = container.resolve(OrderService)
  // Customers are locked before orders.
  const buyer = await nextBuyer(container, id, body)
  const draft = await orders.lockDraft(id)
  const wanted: OrderProperties = {
    ...buyer,
    ...(body.sales_channel_id === undefined
      ? {}
      : { sales_channel_id: await draftChannel(container, body.sales_channel_id) }),
    ...(await addressesOf(container, body)),
    ...(body.metadata === undefined ? {} : { metadata: body.metadata }),
    ...(body.locale === undefined ? {} : { locale: body.locale }),
  }
  if (!(await orders.changeDraft(id, wanted, by))) return false
  if (body.shipping_address) await taxAnew(container, id)
  const decides = ['email', 'customer_id', 'sales_channel_id', 'shipping_address']
  if (decides.some((name) => name in wanted)) await followDraft(container, draft)
  return true
}

interface Owner {
  customer: { has_account: boolean } | null
}

/** An e-mail address is that of a guest, unless the draft is for somebody with an account. */
async function nextBuyer(container: Container, id: string, { customer_id, email }: Change) {
  if (customer_id === undefined && email === undefined) return {}
  if (customer_id === undefined && email !== undefined) {
    const owner = await container.resolve(Query).first<Owner & Record<string, unknown>>('order', {
      fields: ['customer.has_account'],
      filters: { id, is_draft_order: true },
    })
    if (!owner) throw new StoaError('not_found', `Draft order with id: ${id} was not found`)
    if (owner.customer?.has_account) return { email }
  }
  const { customer_group_ids: _, ...buyer } = await draftBuyer(container, { customer_id, email })
  return { customer_id: buyer.customer_id, ...(buyer.email === null ? {} : { email: buyer.email }) }
}

async function addressesOf(container: Container, { shipping_address, billing_address }: Change) {
  const shipping = await addressColumns(container, shipping_address, null)
  const billing = await addressColumns(container, billing_address, null)
  return {
    ...(shipping ? { shipping_address: shipping } : {}),
    ...(billing ? { billing_address: billing } : {}),
  }
}

/** Taxes a draft where it goes now, also what waits to come into it. */
async function taxAnew(container: Container, id: string): Promise<void> {
  const draft = await readDraft(container, id)
  const region = draft.region_id ? await findRegion(container, draft.region_id) : undefined
  const { shipping_address, order_change } = draft
  if (region) assertWithin(region, shipping_address?.country_code)
  const items: ResultRow[] = [...draft.items, ...(order_change?.added_items ?? [])]
  const methods: ResultRow[] = [...draft.shipping_methods, ...(order_change?.added_shipping_methods ?? [])]
  const sold = { shipping_address, items, shipping_methods: methods } as never
  await container.resolve(OrderService).setTaxesOfDraft({
    items: items.map((line) => line.id as string),
    shipping_methods: methods.map((method) => method.id as string),
    tax_lines: await taxesOf(container, sold, region),
  })
}
