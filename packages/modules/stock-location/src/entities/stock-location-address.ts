import { Cascade, defineEntity, p } from '@mikro-orm/core'
import { id, metadata, timestamps } from '@stoa/kernel'
import { StockLocation } from './stock-location.ts'

const StockLocationAddressSchema = defineEntity({
  name: 'StockLocationAddress',
  schema: 'stoa_stock_location',
  properties: {
    id: id('laddr'),
    address_1: p.text(),
    address_2: p.text().nullable(),
    company: p.text().nullable(),
    city: p.text().nullable(),
    country_code: p.text(),
    phone: p.text().nullable(),
    province: p.text().nullable(),
    postal_code: p.text().nullable(),
    metadata: metadata(),
    stock_locations: () =>
      p.oneToMany(StockLocation).mappedBy('address').cascade(Cascade.PERSIST, Cascade.REMOVE),
    ...timestamps,
  },
})

/** Where a stock location is. */
export class StockLocationAddress extends StockLocationAddressSchema.class {}
StockLocationAddressSchema.setClass(StockLocationAddress)
