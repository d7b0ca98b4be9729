import { defineEntity, p } from '@mikro-orm/core'
import { id, timestamps } from '@stoa/kernel'
import { ShippingOption } from './shipping-option.ts'

const ShippingOptionTypeSchema = defineEntity({
  name: 'ShippingOptionType',
  schema: 'stoa_fulfillment',
  properties: {
    id: id('sotype'),
    label: p.text(),
    description: p.text().nullable(),
    code: p.text(),
    shipping_options: () => p.oneToMany(ShippingOption).mappedBy('type'),
    ...timestamps,
  },
})

/** What kind of service a shipping option is, as shown to buyers. */
export class ShippingOptionType extends ShippingOptionTypeSchema.class {}
ShippingOptionTypeSchema.setClass(ShippingOptionType)
