import { defineEntity, p } from '@mikro-orm/core'
import { id, metadata, timestamps } from '@stoa/kernel'
import { Country } from './country.ts'

const RegionSchema = defineEntity({
  name: 'Region',
  schema: 'stoa_region',
  properties: {
    id: id('reg'),
    name: p.text(),
    currency_code: p.text(),
    automatic_taxes: p.boolean().default(true),
    metadata: metadata(),
    countries: () => p.oneToMany(Country).mappedBy('region').orderBy({ iso_2: 'asc' }),
    ...timestamps,
  },
})

/** Countries in which the shop sells in one currency and under the same conditions. */
export class Region extends RegionSchema.class {}
RegionSchema.setClass(Region)
