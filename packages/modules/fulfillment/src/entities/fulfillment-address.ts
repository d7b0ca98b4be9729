import { defineEntity, p } from '@mikro-orm/core'
import { id, metadata, timestamps } from '@stoa/kernel'

const FulfillmentAddressSchema = defineEntity({
  name: 'FulfillmentAddress',
  schema: 'stoa_fulfillment',
  properties: {
    id: id('fuladdr'),
    company: p.text().nullable(),
    first_name: p.text().nullable(),
    last_name: p.text().nullable(),
    address_1: p.text().nullable(),
    address_2: p.text().nullable(),
    city: p.text().nullable(),
    country_code: p.text().nullable(),
    province: p.text().nullable(),
    postal_code: p.text().nullable(),
    phone: p.text().nullable(),
    metadata: metadata(),
    ...timestamps,
  },
})

/** Where a parcel goes. */
export class FulfillmentAddress extends FulfillmentAddressSchema.class {}
FulfillmentAddressSchema.setClass(FulfillmentAddress)
