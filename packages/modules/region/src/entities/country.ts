import { defineEntity, p } from '@mikro-orm/core'
import { metadata, timestamps } from '@stoa/kernel'
import { Region } from './region.ts'

const CountrySchema = defineEntity({
  name: 'Country',
  tableName: 'region_country',
  schema: 'stoa_region',
  properties: {
    iso_2: p.text().primary(),
    iso_3: p.text(),
    num_code: p.text(),
    name: p.text(),
    display_name: p.text(),
    metadata: metadata(),
    region: () => p.manyToOne(Region).nullable(),
    ...timestamps,
  },
  uniques: [{ properties: ['region', 'iso_2'], where: 'deleted_at is null' }],
})

/** A country of ISO 3166-1. It belongs to one region at most. */
export class Country extends CountrySchema.class {}
CountrySchema.setClass(Country)
