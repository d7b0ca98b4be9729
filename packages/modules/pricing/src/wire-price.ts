/** What the JSON of a calculated price is made of: SQL, and the aliases of the two prices behind it. */
interface Parts {
  /** Has the price set's `id`, and `is_tax_inclusive`. */
  asked: string
  currency: string
  usual: string
  listed: string
}

/**
 * SQL of the JSON that `calculated_price` is on the wire. What a list offers is the calculated price. The original one is
 * the usual price, which an override takes the place of, and nothing where there is but a sale.
 */
export function wirePrice({ asked, currency, usual, listed }: Parts): string {
  const isListed = `${listed}.id is not null`
  const isOverride = `${listed}.list_type is not distinct from 'override'`
  const either = (condition: string) => (column: string) =>
    `case when ${condition} then ${listed}.${column} else ${usual}.${column} end`
  const calculated = either(isListed)
  const original = either(isOverride)
  return `json_build_object(
    'id', ${asked}.id,
    'is_calculated_price_price_list', ${isListed},
    'is_calculated_price_tax_inclusive', ${asked}.is_tax_inclusive,
    'calculated_amount', trim_scale(${calculated('amount')}),
    'raw_calculated_amount', ${raw(calculated('amount'))},
    'is_original_price_price_list', ${isOverride},
    'is_original_price_tax_inclusive', ${asked}.is_tax_inclusive,
    'original_amount', trim_scale(${original('amount')}),
    'raw_original_amount', ${raw(original('amount'))},
    'currency_code', ${currency},
    'calculated_price', ${used(calculated, isListed, listed)},
    'original_price', ${used(original, isOverride, listed)})`
}

const raw = (amount: string) =>
  `case when ${amount} is not null then json_build_object('value', trim_scale(${amount})::text, 'precision', 20) end`

const used = (column: (name: string) => string, fromList: string, listed: string) => `json_build_object(
      'id', ${column('id')},
      'price_list_id', case when ${fromList} then ${listed}.list_id end,
      'price_list_type', case when ${fromList} then ${listed}.list_type end,
      'min_quantity', trim_scale(${column('min_quantity')}),
      'max_quantity', trim_scale(${column('max_quantity')}))`
