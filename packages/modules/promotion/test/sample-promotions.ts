import { BigNumber } from '@stoa/money'
import type { ActiveMethod, ActivePromotion, ActiveRule } from '../src/active-promotion.ts'
import type { DiscountableCart, DiscountableItem } from '../src/discounts/cart.ts'
import { computeDiscounts } from '../src/discounts/compute-discounts.ts'

type Method = Partial<Omit<ActiveMethod, 'value'>> & { value?: BigNumber.Value }

let count = 0

/** A promotion for tests: 10 % off all items, without a code of its own, unless it is said otherwise. */
export function promotion(
  { value = 10, ...method }: Method = {},
  { id, ...own }: Partial<Omit<ActivePromotion, 'application_method'>> = {},
): ActivePromotion {
  count += 1
  const name = id ?? `promo_${String(count).padStart(4, '0')}`
  return {
    id: name,
    code: name.toUpperCase(),
    type: 'standard',
    status: 'active',
    is_automatic: true,
    is_tax_inclusive: false,
    limit: null,
    used: new BigNumber(0),
    rules: [],
    campaign: null,
    ...own,
    application_method: {
      type: 'percentage',
      target_type: 'items',
      allocation: 'across',
      currency_code: null,
      max_quantity: null,
      apply_to_quantity: null,
      buy_rules_min_quantity: null,
      target_rules: [],
      buy_rules: [],
      ...method,
      value: new BigNumber(value),
    },
  }
}

/** A fixed amount in euros. */
export const euros = (
  value: BigNumber.Value,
  method: Method = {},
  own: Parameters<typeof promotion>[1] = {},
) => promotion({ type: 'fixed', currency_code: 'eur', value, ...method }, own)

/** A rule that asks for one of the values. */
export const rule = (
  attribute: string,
  operator: ActiveRule['operator'],
  ...values: string[]
): ActiveRule => ({
  attribute,
  operator,
  values,
})

/** An item: 1 × 10 unless it is said otherwise. */
export const item = (id: string, more: Partial<DiscountableItem> = {}): DiscountableItem => ({
  id,
  quantity: 1,
  unit_price: 10,
  ...more,
})

/** A cart in euros. */
export const cart = (items: readonly DiscountableItem[], more: Partial<DiscountableCart> = {}) =>
  ({ currency_code: 'eur', items, ...more }) as DiscountableCart

export const now = new Date('2026-07-01T12:00:00Z')

/** What promotions take off each line, by its id, and which of them may be used. */
export function outcome(promotions: readonly ActivePromotion[], of: DiscountableCart) {
  const { discounts, promotions: usable } = computeDiscounts(promotions, of, now)
  const lines: Record<string, string> = {}
  for (const { item_id, shipping_method_id, amount } of discounts) {
    const id = (item_id ?? shipping_method_id) as string
    lines[id] = new BigNumber(lines[id] ?? 0).plus(amount).toFixed(2)
  }
  return { lines, usable: usable.map(({ id }) => id) }
}

/** {@link outcome} where only the lines matter. */
export const off = (promotions: readonly ActivePromotion[], of: DiscountableCart) =>
  outcome(promotions, of).lines
