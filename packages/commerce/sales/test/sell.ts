import { BigNumber, createId } from '@stoa/kernel'
import { cartTotals } from '@stoa/money'
import { type NewOrder, OrderService } from '@stoa/order'
import type { Shop } from './shop.ts'

const ADDRESS = {
  first_name: 'Ada',
  last_name: 'Byron',
  address_1: 'Unter den Linden 1',
  city: 'Berlin',
  postal_code: '10117',
  country_code: 'de',
}

/** A line of two mugs at 10, with 10 % tax on top: 22. */
export const twoMugs = () => ({
  id: createId('ordli'),
  quantity: 2,
  metadata: null,
  values: {
    title: 'Mug',
    unit_price: BigNumber(10),
    requires_shipping: true,
    is_discountable: true,
    is_giftcard: false,
    is_tax_inclusive: false,
    is_custom_price: false,
    variant_id: null,
  },
  tax_lines: [{ rate: 10, code: 'vat', description: 'VAT', provider_id: null, tax_rate_id: null }],
  adjustments: [],
})

/** What an order of lines like these comes to, nothing of it paid. */
const summaryOf = (total: number) => ({
  paid_total: 0,
  refunded_total: 0,
  accounting_total: total,
  credit_line_total: 0,
  transaction_total: 0,
  pending_difference: total,
  current_order_total: total,
  original_order_total: total,
})

/** What lines and shipping in euros come to. */
function totalOf({ items = [], shipping_methods = [], credit_lines = [] }: Partial<NewOrder>): number {
  const merged = ({ values, ...line }: (typeof shipping_methods)[number]) => ({ ...values, ...line })
  const order = {
    currency_code: 'eur',
    items: items.map(merged),
    shipping_methods: shipping_methods.map(merged),
    credit_lines,
  }
  return cartTotals(order as never).total.toNumber()
}

/** Places an order of two mugs, which come to 22, and gives its id. */
export async function sell(
  shop: Shop,
  values: Record<string, unknown> = {},
  more: Partial<NewOrder> = {},
): Promise<string> {
  const items = more.items ?? [twoMugs()]
  const { id } = await shop.modules.resolve(OrderService).placeOrder({
    id: createId('order'),
    values: { currency_code: 'eur', email: 'ada@example.com', ...values },
    shipping_address: ADDRESS,
    billing_address: ADDRESS,
    items,
    shipping_methods: [],
    credit_lines: [],
    transactions: [],
    ...more,
    summary: summaryOf(totalOf({ items, ...more })),
  })
  return id
}

/** The names of the events that tell of something, in their order. */
export async function eventsOf(shop: Shop, id: string): Promise<string[]> {
  const rows = await shop.database.query<{ name: string }>(
    `select name from stoa_events.event where data ->> 'id' = $1 order by id`,
    [id],
  )
  return rows.map(({ name }) => name)
}
