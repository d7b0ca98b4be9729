import type { Amount } from './amount.ts'

/** A tax on a line. Several on one line add up; none is charged on another. */
export interface TaxLine {
  /** In percent: 19 for 19 %. */
  rate: Amount
  code?: string
}

/** A discount on a line. */
export interface Adjustment {
  /** Off the line as a whole, not off each unit. ≥ 0. */
  amount: Amount
  /** Whether `amount` contains tax: it then takes exactly that much off the total, otherwise off the subtotal. */
  is_tax_inclusive?: boolean | null
}

/** What a line item and a shipping method have in common. */
export interface TaxedLine {
  /** Whether the price contains tax. */
  is_tax_inclusive?: boolean | null
  tax_lines?: readonly TaxLine[] | null
  adjustments?: readonly Adjustment[] | null
}

/** An item of a cart or an order. */
export interface LineItem extends TaxedLine {
  /** Price of one unit in major units. */
  unit_price: Amount
  quantity: Amount
  /** The state of an ordered item. When given, the totals of an order item are computed too. */
  detail?: ItemDetail | null
}

/** How much of an ordered item went which way. Quantities that are absent count as 0. */
export interface ItemDetail {
  /** Quantity in the order's current version. Where given it stands before the line's own. */
  quantity?: Amount | null
  fulfilled_quantity?: Amount | null
  shipped_quantity?: Amount | null
  return_requested_quantity?: Amount | null
  return_received_quantity?: Amount | null
  return_dismissed_quantity?: Amount | null
  written_off_quantity?: Amount | null
}

/** A shipping method of a cart or an order. */
export interface ShippingMethod extends TaxedLine {
  /** Price in major units. */
  amount: Amount
}

/** Credit that was put on a cart or an order: store credit, a gift card. It bears no tax. */
export interface CreditLine {
  /** Negative where credit is taken back. */
  amount: Amount
}
