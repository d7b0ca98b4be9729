import { BigNumber, createId } from '@stoa/kernel'
import type { NewOrder, NewOrderLine } from '../src/index.ts'

const vat = (rate: number) => ({
  rate,
  code: 'vat',
  description: 'VAT',
  provider_id: null,
  tax_rate_id: null,
})

/** So many of a thing, with 10 % tax on top. */
export const soldLine = (
  title: string,
  unit_price: number | string,
  quantity = 1,
  adjustments: NewOrderLine['adjustments'] = [],
) => ({
  id: createId('ordli'),
  quantity,
  metadata: null,
  values: {
    title,
    unit_price: BigNumber(unit_price),
    requires_shipping: true,
    is_discountable: true,
    is_giftcard: false,
    is_tax_inclusive: false,
    is_custom_price: false,
    variant_id: null,
  },
  tax_lines: [vat(10)],
  adjustments,
})

/** A discount on a line of an order. */
export const discount = (amount: number | string) => ({
  amount: BigNumber(amount),
  code: 'LESS',
  is_tax_inclusive: false,
})

/** Shipping with 20 % tax on top. */
export const soldShipping = (
  name: string,
  amount: number | string,
  adjustments: NewOrderLine['adjustments'] = [],
): NewOrderLine => ({
  id: createId('ordsm'),
  values: { name, amount: BigNumber(amount), is_tax_inclusive: false, is_custom_amount: false },
  tax_lines: [vat(20)],
  adjustments,
})

/** An order of one mug, sent to Bonn and billed to Lyon. */
export const sampleOrder = (more: Partial<NewOrder> = {}): NewOrder => ({
  id: createId('order'),
  values: { currency_code: 'eur', email: 'a@example.com' },
  shipping_address: { city: 'Bonn', country_code: 'de' },
  billing_address: { city: 'Lyon', country_code: 'fr' },
  items: [soldLine('Mug', 10, 2)],
  shipping_methods: [soldShipping('Parcel', 5)],
  credit_lines: [],
  transactions: [],
  summary: { current_order_total: 28, paid_total: 0 },
  ...more,
})
