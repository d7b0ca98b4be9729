import fc from 'fast-check'
import {
  type Adjustment,
  BigNumber,
  currencies,
  currencyDigits,
  type LineItem,
  type ShippingMethod,
  type TaxLine,
} from '../src/index.ts'

const decimal = (max: number, digits: number) =>
  fc.nat(max).map((units) => new BigNumber(units).shiftedBy(-digits).toFixed())

export const anyCurrency = fc.oneof(
  fc.constantFrom('eur', 'jpy', 'kwd'),
  fc.constantFrom(...currencies.map(({ code }) => code)),
)

/** Also with more digits than any currency has. */
export const anyAmount = fc.oneof(decimal(100_000_000, 2), decimal(1_000_000_000, 6), decimal(20, 2))

const anyRate = fc.oneof(fc.constantFrom(0, 5, 7, 8.875, 19, 25), decimal(300_000, 3))

const anyTaxLine: fc.Arbitrary<TaxLine> = fc.record({ rate: anyRate, code: fc.constantFrom('a', 'b') })

const anyAdjustment: fc.Arbitrary<Adjustment> = fc.record({
  amount: anyAmount,
  is_tax_inclusive: fc.boolean(),
})

const taxed = {
  is_tax_inclusive: fc.boolean(),
  tax_lines: fc.array(anyTaxLine, { maxLength: 4 }),
  adjustments: fc.array(anyAdjustment, { maxLength: 4 }),
}

const anyQuantity = fc.oneof(fc.nat(20), decimal(20_000, 3))

const detail = fc.record({
  fulfilled_quantity: fc.nat(20),
  shipped_quantity: fc.nat(20),
  return_requested_quantity: fc.nat(5),
  return_received_quantity: fc.nat(5),
  return_dismissed_quantity: fc.nat(5),
  written_off_quantity: fc.nat(5),
})

export const anyItem: fc.Arbitrary<LineItem> = fc.record({
  ...taxed,
  unit_price: anyAmount,
  quantity: anyQuantity,
})

export const anyOrderedItem = fc.record({ ...taxed, unit_price: anyAmount, quantity: anyQuantity, detail })

export const anyShippingMethod: fc.Arbitrary<ShippingMethod> = fc.record({ ...taxed, amount: anyAmount })

export const anyCart = fc.record({
  currency_code: anyCurrency,
  items: fc.array(anyItem, { maxLength: 6 }),
  shipping_methods: fc.array(anyShippingMethod, { maxLength: 2 }),
  credit_lines: fc.array(fc.record({ amount: anyAmount }), { maxLength: 2 }),
})

export function isWholeIn(amount: BigNumber, currencyCode: string): boolean {
  return amount.shiftedBy(currencyDigits(currencyCode)).isInteger()
}

export function sum(amounts: readonly BigNumber[]): BigNumber {
  return amounts.reduce((total, amount) => total.plus(amount), new BigNumber(0))
}
