import { defineEntity, p } from '@mikro-orm/core'
import { id, metadata, timestamps } from '@stoa/kernel'
import { ServiceZone } from './service-zone.ts'

/** How fine a geo zone is. */
export const geoZoneTypes = ['country', 'province', 'city', 'zip'] as const

const GeoZoneSchema = defineEntity({
  name: 'GeoZone',
  schema: 'stoa_fulfillment',
  properties: {
    id: id('fgz'),
    type: p.enum(geoZoneTypes).default('country'),
    country_code: p.text(),
    province_code: p.text().nullable(),
    city: p.text().nullable(),
    postal_expression: p.json<Record<string, unknown> | string[]>().nullable(),
    metadata: metadata(),
    service_zone: () => p.manyToOne(ServiceZone).deleteRule('cascade'),
    ...timestamps,
  },
  indexes: [
    { properties: ['service_zone'], where: 'deleted_at is null' },
    { properties: ['country_code'], where: 'deleted_at is null' },
  ],
})

/** A part of the world that a service zone covers. */
export class GeoZone extends GeoZoneSchema.class {}
GeoZoneSchema.setClass(GeoZone)
