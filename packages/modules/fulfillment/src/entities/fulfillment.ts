import { Cascade, defineEntity, p } from '@mikro-orm/core'
import { id, metadata, timestamps } from '@stoa/kernel'
import { FulfillmentAddress } from './fulfillment-address.ts'
import { FulfillmentItem } from './fulfillment-item.ts'
import { FulfillmentLabel } from './fulfillment-label.ts'
import { FulfillmentProvider } from './fulfillment-provider.ts'
import { ShippingOption } from './shipping-option.ts'

const FulfillmentSchema = defineEntity({
  name: 'Fulfillment',
  schema: 'stoa_fulfillment',
  properties: {
    id: id('ful'),
    location_id: p.text(),
    packed_at: p.datetime().nullable(),
    shipped_at: p.datetime().nullable(),
    marked_shipped_by: p.text().nullable(),
    created_by: p.text().nullable(),
    delivered_at: p.datetime().nullable(),
    canceled_at: p.datetime().nullable(),
    data: p.json<Record<string, unknown>>().nullable(),
    requires_shipping: p.boolean().default(true),
    metadata: metadata(),
    items: () =>
      p
        .oneToMany(FulfillmentItem)
        .mappedBy('fulfillment')
        .cascade(Cascade.PERSIST, Cascade.REMOVE)
        .orderBy({ id: 'asc' }),
    labels: () =>
      p
        .oneToMany(FulfillmentLabel)
        .mappedBy('fulfillment')
        .cascade(Cascade.PERSIST, Cascade.REMOVE)
        .orphanRemoval()
        .orderBy({ id: 'asc' }),
    provider: () => p.manyToOne(FulfillmentProvider).nullable(),
    shipping_option: () => p.manyToOne(ShippingOption).nullable(),
    delivery_address: () => p.manyToOne(FulfillmentAddress).nullable(),
    ...timestamps,
  },
  indexes: [
    { properties: ['provider'], where: 'deleted_at is null' },
    { properties: ['shipping_option'], where: 'deleted_at is null' },
    { properties: ['delivery_address'], where: 'deleted_at is null' },
    { properties: ['location_id'], where: 'deleted_at is null' },
  ],
})

/** A parcel: what is sent, from where, to whom and by whom. */
export class Fulfillment extends FulfillmentSchema.class {}
FulfillmentSchema.setClass(Fulfillment)
