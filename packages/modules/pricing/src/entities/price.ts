import { Cascade, defineEntity, p } from '@mikro-orm/core'
import { bigNumber, id, timestamps } from '@stoa/kernel'
import { PriceList } from './price-list.ts'
import { PriceRule } from './price-rule.ts'
import { PriceSet } from './price-set.ts'

const PriceSchema = defineEntity({
  name: 'Price',
  schema: 'stoa_pricing',
  properties: {
    id: id('price'),
    title: p.text().nullable(),
    currency_code: p.text(),
    amount: bigNumber(),
    min_quantity: bigNumber().nullable(),
    max_quantity: bigNumber().nullable(),
    rules_count: p.integer().default(0),
    price_set: () => p.manyToOne(PriceSet).deleteRule('cascade'),
    price_list: () => p.manyToOne(PriceList).deleteRule('cascade').nullable(),
    price_rules: () =>
      p
        .oneToMany(PriceRule)
        .mappedBy('price')
        .cascade(Cascade.PERSIST, Cascade.REMOVE)
        .orderBy({ attribute: 'asc', id: 'asc' }),
    ...timestamps,
  },
  indexes: [
    { properties: ['price_set', 'currency_code'], where: 'deleted_at is null' },
    { properties: ['price_list'], where: 'deleted_at is null and price_list_id is not null' },
  ],
})

/** One amount in one currency, for those buyers its rules, quantities and price list let through. */
export class Price extends PriceSchema.class {}
PriceSchema.setClass(Price)
