import { Cascade, defineEntity, p } from '@mikro-orm/core'
import { id, metadata, timestamps } from '@stoa/kernel'
import { FulfillmentSet } from './fulfillment-set.ts'
import { GeoZone } from './geo-zone.ts'
import { ShippingOption } from './shipping-option.ts'

const ServiceZoneSchema = defineEntity({
  name: 'ServiceZone',
  schema: 'stoa_fulfillment',
  properties: {
    id: id('serzo'),
    name: p.text(),
    metadata: metadata(),
    fulfillment_set: () => p.manyToOne(FulfillmentSet).deleteRule('cascade'),
    geo_zones: () =>
      p
        .oneToMany(GeoZone)
        .mappedBy('service_zone')
        .cascade(Cascade.PERSIST, Cascade.REMOVE)
        .orphanRemoval()
        .orderBy({ created_at: 'asc', id: 'asc' }),
    shipping_options: () =>
      p
        .oneToMany(ShippingOption)
        .mappedBy('service_zone')
        .cascade(Cascade.PERSIST, Cascade.REMOVE)
        .orderBy({ created_at: 'asc', id: 'asc' }),
    ...timestamps,
  },
  uniques: [{ properties: ['name'], where: 'deleted_at is null' }],
  indexes: [{ properties: ['fulfillment_set'], where: 'deleted_at is null' }],
})

/** Where a fulfillment set reaches, and the shipping options it has there. */
export class ServiceZone extends ServiceZoneSchema.class {}
ServiceZoneSchema.setClass(ServiceZone)
