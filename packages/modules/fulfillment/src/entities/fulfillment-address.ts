import { defineEntity } from '@mikro-orm/core'
import { id, postalAddress, timestamps } from '@stoa/kernel'

const FulfillmentAddressSchema = defineEntity({
  name: 'FulfillmentAddress',
  schema: 'stoa_fulfillment',
  properties: {
    id: id('fuladdr'),
    ...postalAddress,
    ...timestamps,
  },
})

/** Where a parcel goes. */
export class FulfillmentAddress extends FulfillmentAddressSchema.class {}
FulfillmentAddressSchema.setClass(FulfillmentAddress)
