import { defineEntity, p } from '@mikro-orm/core'
import { id, timestamps } from '@stoa/kernel'
import { Store } from './store.ts'

const StoreLocaleSchema = defineEntity({
  name: 'StoreLocale',
  schema: 'stoa_store',
  properties: {
    id: id('stloc'),
    locale_code: p.text(),
    store: () => p.manyToOne(Store).deleteRule('cascade').nullable(),
    ...timestamps,
  },
  indexes: [{ properties: ['store'], where: 'deleted_at is null' }],
})

/** A language the shop speaks. */
export class StoreLocale extends StoreLocaleSchema.class {}
StoreLocaleSchema.setClass(StoreLocale)
