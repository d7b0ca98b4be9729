import { Cascade, defineEntity, p } from '@mikro-orm/core'
import { id, metadata, timestamps } from '@stoa/kernel'
import { Price } from './price.ts'
import { PriceListRule } from './price-list-rule.ts'

/** Only prices of `active` lists count. */
export const priceListStatuses = ['active', 'draft'] as const

/** A `sale` applies where it is lower than the usual price; an `override` always does. */
export const priceListTypes = ['sale', 'override'] as const

const PriceListSchema = defineEntity({
  name: 'PriceList',
  schema: 'stoa_pricing',
  properties: {
    id: id('plist'),
    title: p.text(),
    description: p.text(),
    status: p.enum(priceListStatuses).default('draft'),
    type: p.enum(priceListTypes).default('sale'),
    starts_at: p.datetime().nullable(),
    ends_at: p.datetime().nullable(),
    rules_count: p.integer().default(0),
    metadata: metadata(),
    prices: () => p.oneToMany(Price).mappedBy('price_list').cascade(Cascade.PERSIST, Cascade.REMOVE),
    price_list_rules: () =>
      p
        .oneToMany(PriceListRule)
        .mappedBy('price_list')
        .cascade(Cascade.PERSIST, Cascade.REMOVE)
        .orderBy({ attribute: 'asc', id: 'asc' }),
    ...timestamps,
  },
})

/** Prices that apply for a time or to some buyers, such as a sale. */
export class PriceList extends PriceListSchema.class {}
PriceListSchema.setClass(PriceList)
