import { defineEntity, p } from '@mikro-orm/core'
import { id, timestamps } from '@stoa/kernel'
import { PriceList } from './price-list.ts'

const PriceListRuleSchema = defineEntity({
  name: 'PriceListRule',
  schema: 'stoa_pricing',
  properties: {
    id: id('prule'),
    attribute: p.text(),
    value: p.json<string | string[]>().nullable(),
    price_list: () => p.manyToOne(PriceList).deleteRule('cascade'),
    ...timestamps,
  },
  indexes: [{ properties: ['price_list'], where: 'deleted_at is null' }],
})

/** Whom a price list is for: the context's value of the attribute must be one of the rule's. */
export class PriceListRule extends PriceListRuleSchema.class {}
PriceListRuleSchema.setClass(PriceListRule)
