import type { Amount, TaxLine } from '@stoa/money'

/** What rules may name of a cart, an item or a shipping method: nested objects and lists by dotted paths. */
export type Attributes = Readonly<Record<string, unknown>>

interface DiscountableLine {
  id: string
  /** Whether the price contains tax. */
  is_tax_inclusive?: boolean | null
  tax_lines?: readonly TaxLine[] | null
}

/**
 * An item of a cart. Whatever else is in it, target and buy rules may name: `product_id`, or
 * `product: { id, type_id, collection_id, categories: [{ id }], tags: [{ id }] }`.
 */
export interface DiscountableItem extends DiscountableLine, Attributes {
  id: string
  /** Whole units. */
  quantity: number
  /** Price of one unit in major units. */
  unit_price: Amount
  /** Default: true. */
  is_discountable?: boolean | null
}

/** A shipping method. Target rules may name what else is in it: `shipping_option: { shipping_option_type_id }`. */
export interface DiscountableShippingMethod extends DiscountableLine, Attributes {
  id: string
  /** Price in major units. */
  amount: Amount
}

/**
 * A cart as promotions see it. Adjustments that it may have are not looked at. Whatever else is in it, rules may name:
 * `customer: { id, groups: [{ id }] }`, `region: { id }`, `sales_channel_id`, `shipping_address: { country_code }`.
 */
export interface DiscountableCart extends Attributes {
  /** ISO 4217, in lower case. */
  currency_code: string
  items?: readonly DiscountableItem[]
  shipping_methods?: readonly DiscountableShippingMethod[]
}
