import { defineEntity, p } from '@mikro-orm/core'
import { id, timestamps } from '@stoa/kernel'

const FulfillmentProviderSchema = defineEntity({
  name: 'FulfillmentProvider',
  schema: 'stoa_fulfillment',
  properties: {
    id: id('serpro'),
    is_enabled: p.boolean().default(true),
    ...timestamps,
  },
})

/** Who carries parcels. Its code is the `FulfillmentProviderStrategy` with the same id. */
export class FulfillmentProvider extends FulfillmentProviderSchema.class {}
FulfillmentProviderSchema.setClass(FulfillmentProvider)
