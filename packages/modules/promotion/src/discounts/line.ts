import { type Amount, BigNumber, type LineItem, type PricedLine, priceAfter, priceLine } from '@stoa/money'
import type { DiscountableCart, DiscountableItem, DiscountableShippingMethod } from './cart.ts'
import { type Chosen, leftOf, reduceUnits, type Units } from './units.ts'

/** An item or shipping method with what promotions have taken off it so far. Never changed: a cut makes a new one. */
export interface Line {
  kind: 'item' | 'shipping_method'
  id: string
  /** What target and buy rules look at. */
  source: DiscountableItem | DiscountableShippingMethod
  is_discountable: boolean
  quantity: number
  unit_price: BigNumber
  currency_code: string
  priced: LineItem
  price: PricedLine
  cuts: readonly Cut[]
  /** What the cuts leave of the price: whole minor units. */
  left: Left
  units: readonly Units[]
  /** Units that were bought or given by promotions that give some for others. Each counts once. */
  spent: number
}

interface Left {
  net: BigNumber
  gross: BigNumber
}

/** Something taken off a line. */
export interface Cut {
  amount: BigNumber
  is_tax_inclusive: boolean
}

/** The lines of a cart, before any promotion: the items, then the shipping methods. */
export function linesOf({ currency_code, items = [], shipping_methods = [] }: DiscountableCart): Line[] {
  return [
    ...items.map((item) => toLine(currency_code, 'item', item, item.unit_price, item.quantity)),
    ...shipping_methods.map((method) => toLine(currency_code, 'shipping_method', method, method.amount, 1)),
  ]
}

function toLine(
  currency_code: string,
  kind: Line['kind'],
  source: Line['source'],
  price: Amount,
  quantity: number,
): Line {
  const { id, is_tax_inclusive, tax_lines } = source
  const priced = {
    unit_price: price,
    quantity,
    is_tax_inclusive: is_tax_inclusive ?? false,
    tax_lines: tax_lines ?? [],
  }
  const undiscounted = priceLine(priced, currency_code)
  const left = priceAfter(undiscounted, [])
  return {
    kind,
    id,
    source,
    is_discountable: source.is_discountable !== false,
    quantity,
    unit_price: new BigNumber(price),
    currency_code,
    priced,
    price: undiscounted,
    cuts: [],
    left,
    units: [{ quantity, left: priced.is_tax_inclusive ? left.gross : left.net }],
    spent: 0,
  }
}

/** Whether the line's price contains tax. */
export const isInclusive = (line: Line): boolean => line.priced.is_tax_inclusive === true

/** What is left of a line's price, with tax or without. */
export const leftIn = ({ left }: Line, withTax: boolean): BigNumber => (withTax ? left.gross : left.net)

/** What is left of some units of a line, with tax or without. */
export function leftOfUnits(line: Line, units: readonly Units[], withTax: boolean): BigNumber {
  const part = leftOf(units)
  if (withTax === isInclusive(line)) return part
  const whole = leftOf(line.units)
  return whole.isZero() ? whole : leftIn(line, withTax).times(part).div(whole)
}

/** Takes something off some units of a line. */
export function cutLine(line: Line, chosen: Chosen, cut: Cut): Line {
  const cuts = [...line.cuts, cut]
  const left = priceAfter(line.price, cuts)
  const after = { ...line, cuts, left }
  const taken = leftIn(line, isInclusive(line)).minus(leftIn(after, isInclusive(line)))
  return { ...after, units: reduceUnits(chosen, taken) }
}
