import { Cascade, defineEntity, p } from '@mikro-orm/core'
import { id, metadata, timestamps } from '@stoa/kernel'
import { Fulfillment } from './fulfillment.ts'
import { FulfillmentProvider } from './fulfillment-provider.ts'
import { ServiceZone } from './service-zone.ts'
import { ShippingOptionRule } from './shipping-option-rule.ts'
import { ShippingOptionType } from './shipping-option-type.ts'
import { ShippingProfile } from './shipping-profile.ts'

/** Whether the price of an option stands in a price set, or its provider computes it. */
export const shippingOptionPriceTypes = ['calculated', 'flat'] as const

const ShippingOptionSchema = defineEntity({
  name: 'ShippingOption',
  schema: 'stoa_fulfillment',
  properties: {
    id: id('so'),
    name: p.text(),
    price_type: p.enum(shippingOptionPriceTypes).default('flat'),
    data: p.json<Record<string, unknown>>().nullable(),
    metadata: metadata(),
    service_zone: () => p.manyToOne(ServiceZone).deleteRule('cascade'),
    shipping_profile: () => p.manyToOne(ShippingProfile).nullable(),
    provider: () => p.manyToOne(FulfillmentProvider).nullable(),
    type: () => p.manyToOne(ShippingOptionType).name('shipping_option_type_id'),
    rules: () =>
      p
        .oneToMany(ShippingOptionRule)
        .mappedBy('shipping_option')
        .cascade(Cascade.PERSIST, Cascade.REMOVE)
        .orphanRemoval()
        .orderBy({ id: 'asc' }),
    fulfillments: () => p.oneToMany(Fulfillment).mappedBy('shipping_option'),
    ...timestamps,
  },
  indexes: [
    { properties: ['service_zone'], where: 'deleted_at is null' },
    { properties: ['shipping_profile'], where: 'deleted_at is null' },
    { properties: ['provider'], where: 'deleted_at is null' },
    { properties: ['type'], where: 'deleted_at is null' },
  ],
})

/** A way to get the goods that a buyer can choose, such as express. */
export class ShippingOption extends ShippingOptionSchema.class {}
ShippingOptionSchema.setClass(ShippingOption)
