import { defineEntity, p } from '@mikro-orm/core'
import { id, timestamps } from '@stoa/kernel'
import { Price } from './price.ts'

/** How a price rule compares what the context says with its own value. All but `eq` compare numbers. */
export const priceRuleOperators = ['gte', 'lte', 'gt', 'lt', 'eq'] as const

const PriceRuleSchema = defineEntity({
  name: 'PriceRule',
  schema: 'stoa_pricing',
  properties: {
    id: id('prule'),
    attribute: p.text(),
    value: p.text(),
    operator: p.enum(priceRuleOperators).default('eq'),
    priority: p.integer().default(0),
    price: () => p.manyToOne(Price).deleteRule('cascade'),
    ...timestamps,
  },
  uniques: [{ properties: ['price', 'attribute', 'operator'], where: 'deleted_at is null' }],
})

/** A condition of a price, such as a region or a least value of the cart. */
export class PriceRule extends PriceRuleSchema.class {}
PriceRuleSchema.setClass(PriceRule)
