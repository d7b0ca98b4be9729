import { Cascade, defineEntity, p } from '@mikro-orm/core'
import { id, timestamps } from '@stoa/kernel'
import { Price } from './price.ts'

const PriceSetSchema = defineEntity({
  name: 'PriceSet',
  schema: 'stoa_pricing',
  properties: {
    id: id('pset'),
    prices: () =>
      p
        .oneToMany(Price)
        .mappedBy('price_set')
        .cascade(Cascade.PERSIST, Cascade.REMOVE)
        .orderBy({ created_at: 'asc', id: 'asc' }),
    ...timestamps,
  },
})

/** All prices of one thing that has a price, such as a variant or a shipping option. */
export class PriceSet extends PriceSetSchema.class {}
PriceSetSchema.setClass(PriceSet)
