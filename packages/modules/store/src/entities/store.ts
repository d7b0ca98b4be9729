import { Cascade, defineEntity, p } from '@mikro-orm/core'
import { id, metadata, timestamps } from '@stoa/kernel'
import { StoreCurrency } from './store-currency.ts'
import { StoreLocale } from './store-locale.ts'

const StoreSchema = defineEntity({
  name: 'Store',
  schema: 'stoa_store',
  properties: {
    id: id('store'),
    name: p.text().default('Stoa Store'),
    default_sales_channel_id: p.text().nullable(),
    default_region_id: p.text().nullable(),
    default_location_id: p.text().nullable(),
    metadata: metadata(),
    supported_currencies: () =>
      p
        .oneToMany(StoreCurrency)
        .mappedBy('store')
        .cascade(Cascade.PERSIST, Cascade.REMOVE)
        .orphanRemoval()
        .orderBy({ created_at: 'asc', id: 'asc' }),
    supported_locales: () =>
      p
        .oneToMany(StoreLocale)
        .mappedBy('store')
        .cascade(Cascade.PERSIST, Cascade.REMOVE)
        .orphanRemoval()
        .orderBy({ created_at: 'asc', id: 'asc' }),
    ...timestamps,
  },
})

/** The shop itself, with what applies where nothing else was said. */
export class Store extends StoreSchema.class {}
StoreSchema.setClass(Store)
