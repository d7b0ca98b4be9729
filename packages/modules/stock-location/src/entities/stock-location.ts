import { defineEntity, p } from '@mikro-orm/core'
import { id, metadata, timestamps } from '@stoa/kernel'
import { StockLocationAddress } from './stock-location-address.ts'

const StockLocationSchema = defineEntity({
  name: 'StockLocation',
  schema: 'stoa_stock_location',
  properties: {
    id: id('sloc'),
    name: p.text(),
    metadata: metadata(),
    address: () => p.manyToOne(StockLocationAddress).nullable(),
    ...timestamps,
  },
  indexes: [{ properties: ['address'], where: 'deleted_at is null' }],
})

/** A place where goods lie: a warehouse, a shop's back room. */
export class StockLocation extends StockLocationSchema.class {}
StockLocationSchema.setClass(StockLocation)
