import { BigNumber, createId } from '@stoa/kernel'
import type { CartItem, CartPlace, CartShipping, CartSnapshot } from '../src/index.ts'

/** A cart with nothing in it. */
export const sampleCart = (more: Partial<CartSnapshot> = {}): CartSnapshot => ({
  id: createId('cart'),
  region_id: null,
  customer_id: null,
  sales_channel_id: null,
  email: null,
  currency_code: 'eur',
  locale: null,
  metadata: null,
  completed_at: null,
  updated_at: '2026-01-01T00:00:00Z',
  shipping_address: null,
  billing_address: null,
  items: [],
  shipping_methods: [],
  credit_lines: [],
  ...more,
})

/** The columns of a line that is added. */
export const newLine = (title: string, unit_price: number | string, quantity = 1, more: object = {}) => ({
  id: createId('cali'),
  title,
  quantity,
  unit_price: BigNumber(unit_price),
  requires_shipping: true,
  is_discountable: true,
  is_giftcard: false,
  is_tax_inclusive: false,
  is_custom_price: false,
  ...more,
})

/** A line that is there already. */
export const presentLine = (title: string, unit_price: number | string, quantity = 1, more: object = {}) =>
  ({
    ...newLine(title, unit_price, quantity),
    tax_lines: [],
    adjustments: [],
    ...more,
  }) as unknown as CartItem

/** The columns of a shipping method that is chosen. */
export const newShipping = (name: string, amount: number | string) => ({
  id: createId('casm'),
  name,
  amount: BigNumber(amount),
  is_tax_inclusive: false,
})

/** A shipping method that is there already. */
export const presentShipping = (name: string, amount: number | string, more: object = {}) =>
  ({ ...newShipping(name, amount), tax_lines: [], adjustments: [], ...more }) as unknown as CartShipping

/** An address that is there already. */
export const presentPlace = (country_code: string, more: object = {}) =>
  ({
    id: createId('caaddr'),
    country_code,
    province: null,
    city: null,
    postal_code: null,
    ...more,
  }) as CartPlace
