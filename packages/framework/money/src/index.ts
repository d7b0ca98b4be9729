export { allocate } from './allocate.ts'
export { type Amount, BigNumber, percentOf, toBigNumber } from './amount.ts'
export { type CartLines, type CartTotals, type CreditLineTotals, cartTotals } from './cart-totals.ts'
export { type Currency, currencies } from './currencies.ts'
export { currencyDigits, isCurrencyCode } from './currency.ts'
export type { AdjustmentTotals } from './discount.ts'
export { MoneyError } from './errors.ts'
export type {
  Adjustment,
  CreditLine,
  ItemDetail,
  LineItem,
  ShippingMethod,
  TaxedLine,
  TaxLine,
} from './line.ts'
export {
  type ItemTotals,
  type LineTotals,
  lineTotals,
  shippingMethodTotals,
  type TaxLineTotals,
} from './line-totals.ts'
export type { OrderItemTotals } from './order-item-totals.ts'
export { type OrderedItem, type OrderTotals, orderTotals } from './order-totals.ts'
export { type PricedLine, priceAfter, priceLine } from './price-after.ts'
export { type RawAmount, rawAmount } from './raw.ts'
export { roundToCurrency } from './round.ts'
export { shareOfTotal } from './share.ts'
export { shareOfTotals } from './share-of-totals.ts'
export type { Totals } from './totals.ts'
