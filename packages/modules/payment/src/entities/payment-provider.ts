import { defineEntity, p } from '@mikro-orm/core'
import { timestamps } from '@stoa/kernel'
import { PaymentCollection } from './payment-collection.ts'

const PaymentProviderSchema = defineEntity({
  name: 'PaymentProvider',
  schema: 'stoa_payment',
  properties: {
    id: p.text().primary(),
    is_enabled: p.boolean().default(true),
    payment_collections: () => p.manyToMany(PaymentCollection).mappedBy('payment_providers'),
    ...timestamps,
  },
})

/** A way to pay that is installed. */
export class PaymentProvider extends PaymentProviderSchema.class {}
PaymentProviderSchema.setClass(PaymentProvider)
