import { defineEntity, p } from '@mikro-orm/core'
import { id, metadata, timestamps } from '@stoa/kernel'
import { ShippingOption } from './shipping-option.ts'

const ShippingProfileSchema = defineEntity({
  name: 'ShippingProfile',
  schema: 'stoa_fulfillment',
  properties: {
    id: id('sp'),
    name: p.text(),
    type: p.text(),
    metadata: metadata(),
    shipping_options: () => p.oneToMany(ShippingOption).mappedBy('shipping_profile'),
    ...timestamps,
  },
  uniques: [{ properties: ['name'], where: 'deleted_at is null' }],
})

/** Goods that are shipped in the same way, such as bulky or chilled ones. */
export class ShippingProfile extends ShippingProfileSchema.class {}
ShippingProfileSchema.setClass(ShippingProfile)
