import { defineEntity, p } from '@mikro-orm/core'
import { id, timestamps } from '@stoa/kernel'
import { Store } from './store.ts'

const StoreCurrencySchema = defineEntity({
  name: 'StoreCurrency',
  schema: 'stoa_store',
  properties: {
    id: id('stocur'),
    currency_code: p.text(),
    is_default: p.boolean().default(false),
    store: () => p.manyToOne(Store).deleteRule('cascade').nullable(),
    ...timestamps,
  },
  indexes: [{ properties: ['store'], where: 'deleted_at is null' }],
})

/** A currency the shop sells in. */
export class StoreCurrency extends StoreCurrencySchema.class {}
StoreCurrencySchema.setClass(StoreCurrency)
