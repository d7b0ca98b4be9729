import { BigNumber, createId, StoaError } from '@stoa/kernel'
import type { priceRuleOperators } from './entities/price-rule.ts'

type Operator = (typeof priceRuleOperators)[number]

/** The conditions of a price by attribute: a value it must equal, or comparisons. */
export type NewPriceRules = Record<string, string | { operator: Operator; value: string | number }[]>

/** A price as it is created, or changed where `id` is that of one there is. */
export interface NewPrice {
  id?: string
  title?: string | null
  /** ISO 4217, in lower case. */
  currency_code: string
  /** In the currency's own unit: 12.5 is twelve and a half euros. */
  amount: BigNumber.Value
  /** The least quantity it is for. */
  min_quantity?: BigNumber.Value | null
  /** The largest quantity it is for. */
  max_quantity?: BigNumber.Value | null
  price_set_id?: string
  price_list_id?: string | null
  rules?: NewPriceRules
}

/** A rule's row. */
export interface PriceRuleRow {
  id: string
  price_id: string
  attribute: string
  operator: Operator
  value: string
}

/** A price's row with its rules. Amounts are decimals in text. */
export interface PriceRow {
  id: string
  title: string | null
  currency_code: string
  amount: string
  min_quantity: string | null
  max_quantity: string | null
  rules_count: number
  price_set_id: string
  price_list_id: string | null
  price_rules: PriceRuleRow[]
}

/**
 * Makes a price's row, with ids for it and its rules.
 *
 * @throws StoaError `invalid_data` for an amount or quantity that is no number, or a range of quantities that holds none
 */
export function priceRow(price: NewPrice, priceSetId: string): PriceRow {
  const id = price.id ?? createId('price')
  const price_rules = Object.entries(price.rules ?? {}).flatMap(([attribute, rule]) => {
    const conditions = Array.isArray(rule) ? rule : [{ operator: 'eq' as const, value: rule }]
    return conditions.map(({ operator, value }) => ({
      id: createId('prule'),
      price_id: id,
      attribute,
      operator,
      value: String(value),
    }))
  })
  const min_quantity = price.min_quantity == null ? null : decimal('min_quantity', price.min_quantity)
  const max_quantity = price.max_quantity == null ? null : decimal('max_quantity', price.max_quantity)
  if (min_quantity !== null && max_quantity !== null && BigNumber(min_quantity).gt(max_quantity)) {
    throw new StoaError(
      'invalid_data',
      `The min_quantity of a price, ${min_quantity}, is above its max_quantity, ${max_quantity}.`,
    )
  }
  return {
    id,
    title: price.title ?? null,
    currency_code: price.currency_code.toLowerCase(),
    amount: decimal('amount', price.amount),
    min_quantity,
    max_quantity,
    rules_count: price_rules.length,
    price_set_id: priceSetId,
    price_list_id: price.price_list_id ?? null,
    price_rules,
  }
}

function decimal(name: string, value: BigNumber.Value): string {
  const isEmpty = typeof value === 'string' && value.trim() === ''
  if (!isEmpty && value !== null && Number.isFinite(Number(value))) return BigNumber(value).toFixed()
  throw new StoaError(
    'invalid_data',
    `The ${name} of a price must be a number, not ${JSON.stringify(value)}.`,
  )
}
