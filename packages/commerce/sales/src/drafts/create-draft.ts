import { promotionsOf, type SaleDiscount } from '@stoa/catalog'
import { type Container, createId, Database, StoaError } from '@stoa/kernel'
import { cartTotals } from '@stoa/money'
import { type AddedLine, type NewOrderLine, OrderService } from '@stoa/order'
import { createLinks } from '@stoa/query'
import { findRegion, type SellingRegion } from '@stoa/settings'
import type { Static } from 'typebox'
import { addressColumns, type GivenAddress, shippingDefault } from '../addresses.ts'
import { orderPromotion } from '../links.ts'
import { draftBuyer } from './draft-buyer.ts'
import { draftChannel } from './draft-channel.ts'
import { draftLines } from './draft-lines.ts'
import { draftShipping } from './draft-shipping.ts'
import type { newDraft } from './schemas.ts'

/**
 * Makes a draft: an order of which nothing is reserved, paid or told yet. Run it in a transaction.
 *
 * @returns its id
 * @throws StoaError `not_found` for a region, customer, channel or address that is not there; `invalid_data` for items that
 *   cannot be sold, a currency or country that is not the region's, and promotion codes that do not exist
 */
export async function createDraft(
  container: Container,
  body: Static<typeof newDraft>,
): Promise<{ id: string }> {
  const region = await findRegion(container, body.region_id)
  assertCurrency(region, body.currency_code)
  const { customer_group_ids, ...buyer } = await draftBuyer(container, body)
  const shipping_address =
    shippingDefault(
      region,
      await addressColumns(container, body.shipping_address as GivenAddress, buyer.customer_id),
    ) ?? null
  const billing_address =
    (await addressColumns(container, body.billing_address as GivenAddress, buyer.customer_id)) ?? null
  const order = {
    id: createId('order'),
    region_id: region.id,
    currency_code: region.currency_code,
    sales_channel_id: await draftChannel(container, body.sales_channel_id),
    shipping_address,
    customer_group_ids,
  }
  const items = await draftLines(container, order, body.items ?? [])
  const shipping_methods = await draftShipping(container, order, region, body.shipping_methods ?? [])
  const sale = { ...order, ...buyer, ...linesOf(items, shipping_methods) }
  const { adjustments, promotion_ids } = await promotionsOf(
    container,
    sale as never,
    { promotions: [], has_automatic: true },
    { add: body.promo_codes ?? [] },
  )
  const discounted = {
    items: items.map((item) => ({ ...item, ...discountsOf(item, 'item_id', adjustments) })),
    shipping_methods: shipping_methods.map((method) => ({
      ...method,
      ...discountsOf(method, 'shipping_method_id', adjustments),
    })),
  }
  await container.resolve(OrderService).placeOrder({
    id: order.id,
    values: {
      ...buyer,
      status: body.status ?? 'draft',
      is_draft_order: true,
      region_id: order.region_id,
      sales_channel_id: order.sales_channel_id,
      currency_code: order.currency_code,
      locale: body.locale ?? null,
      metadata: body.metadata ?? null,
      no_notification: body.no_notification_order ?? null,
    },
    shipping_address,
    billing_address,
    items: discounted.items.map(({ id, quantity, values, tax_lines, adjustments }) => ({
      id,
      quantity: Number(quantity),
      metadata: values.metadata as Record<string, unknown>,
      values,
      tax_lines,
      adjustments,
    })),
    shipping_methods: discounted.shipping_methods,
    credit_lines: [],
    transactions: [],
    summary: summaryOf(region, linesOf(discounted.items, discounted.shipping_methods)),
  })
  await createLinks(
    container.resolve(Database),
    orderPromotion,
    promotion_ids.map((promotion_id) => ({ order_id: order.id, promotion_id })),
  )
  return { id: order.id }
}

function assertCurrency(region: SellingRegion, currency: string | null | undefined): void {
  if (currency && currency.toLowerCase() !== region.currency_code) {
    throw new StoaError(
      'invalid_data',
      `Region ${region.name} sells in ${region.currency_code}, not in ${currency}.`,
    )
  }
}

type Line = Pick<NewOrderLine, 'values' | 'adjustments'> & object

/** Lines in the form in which totals and promotions read them. */
const linesOf = (items: readonly AddedLine[], shipping_methods: readonly NewOrderLine[]) => ({
  items: items.map(merged),
  shipping_methods: shipping_methods.map(merged),
})

const merged = ({ values, ...line }: Line) => ({ ...values, ...line })

const discountsOf = (
  { id }: { id: string },
  key: 'item_id' | 'shipping_method_id',
  discounts: readonly SaleDiscount[],
) => ({
  adjustments: discounts
    .filter((discount) => discount[key] === id)
    .map(({ item_id: _, shipping_method_id: __, ...columns }) => columns),
})

/** What it comes to; nothing of it is paid. */
function summaryOf({ currency_code }: SellingRegion, lines: object): Record<string, number> {
  const total = cartTotals({ currency_code, credit_lines: [], ...lines } as never).total.toNumber()
  return {
    paid_total: 0,
    refunded_total: 0,
    accounting_total: total,
    credit_line_total: 0,
    transaction_total: 0,
    pending_difference: total,
    current_order_total: total,
    original_order_total: total,
  }
}
