import type { BigNumber } from '@stoa/kernel'

/** For whom a price is calculated. What else is in it, rules may ask for by its name, dotted where it is nested. */
export interface PricingContext {
  /** ISO 4217, in lower case. */
  currency_code: string
  region_id?: string | null
  customer_group_ids?: readonly string[]
  /** Default: 1. */
  quantity?: BigNumber.Value
  [attribute: string]: unknown
}

/** One of the prices behind a calculated one. All of it is null where there is none. */
export interface UsedPrice {
  id: string | null
  price_list_id: string | null
  price_list_type: 'sale' | 'override' | null
  min_quantity: number | null
  max_quantity: number | null
}

/** The price a buyer gets. Compute with the `raw_` amounts: the others are for showing. */
export interface CalculatedPrice {
  /** The price set's. */
  id: string
  is_calculated_price_price_list: boolean
  is_calculated_price_tax_inclusive: boolean
  calculated_amount: number
  raw_calculated_amount: { value: string; precision: number }
  /** Whether an override is the original price. */
  is_original_price_price_list: boolean
  is_original_price_tax_inclusive: boolean
  /** Null where there is nothing but a sale. */
  original_amount: number | null
  raw_original_amount: { value: string; precision: number } | null
  currency_code: string
  calculated_price: UsedPrice
  original_price: UsedPrice
}
