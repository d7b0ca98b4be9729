import type { Amount, TaxLine } from '@stoa/money'
import type { Discount } from '@stoa/promotion'

interface PromotedLine {
  id: string
  is_tax_inclusive: boolean
  tax_lines: readonly TaxLine[]
}

/**
 * What is sold, as promotions see it: a cart, or an order that is put together. Whatever else is in it, rules may name.
 */
export interface PromotedSale {
  region_id: string | null
  customer_id: string | null
  email: string | null
  currency_code: string
  items: readonly (PromotedLine & { product_id: string | null; quantity: number; unit_price: Amount })[]
  shipping_methods: readonly (PromotedLine & { shipping_option_id: string | null; amount: Amount })[]
}

/** A promotion that a sale has. */
export interface HeldPromotion {
  id: string
  code: string
  is_automatic: boolean
}

/** What promotions have to know of a sale beside its rows. */
export interface PromotionsBefore {
  /** Those it has had. */
  promotions: readonly Pick<HeldPromotion, 'code' | 'is_automatic'>[]
  /** Whether the shop has promotions that apply without a code: with neither, nothing is looked for. */
  has_automatic: boolean
}

/** What a promotion takes off a line or the shipping of a sale. Discounts on shipping do not say whether they contain tax. */
export type SaleDiscount = Omit<Discount, 'is_tax_inclusive'> & { is_tax_inclusive?: boolean }
