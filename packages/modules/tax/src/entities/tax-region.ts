import { Cascade, defineEntity, p } from '@mikro-orm/core'
import { id, metadata, timestamps } from '@stoa/kernel'
import { TaxProvider } from './tax-provider.ts'
import { TaxRate } from './tax-rate.ts'

const TaxRegionSchema = defineEntity({
  name: 'TaxRegion',
  schema: 'stoa_tax',
  properties: {
    id: id('txreg'),
    country_code: p.text(),
    province_code: p.text().nullable(),
    metadata: metadata(),
    created_by: p.text().nullable(),
    provider: () => p.manyToOne(TaxProvider).nullable(),
    parent: () => p.manyToOne(TaxRegion).deleteRule('cascade').nullable(),
    children: () =>
      p
        .oneToMany(TaxRegion)
        .mappedBy('parent')
        .cascade(Cascade.PERSIST, Cascade.REMOVE)
        .orderBy({ id: 'asc' }),
    tax_rates: () =>
      p
        .oneToMany(TaxRate)
        .mappedBy('tax_region')
        .cascade(Cascade.PERSIST, Cascade.REMOVE)
        .orderBy({ id: 'asc' }),
    ...timestamps,
  },
  uniques: [
    { properties: ['country_code', 'province_code'], where: 'deleted_at is null' },
    {
      name: 'tax_region_country_code_unique',
      properties: ['country_code'],
      where: 'province_code is null and deleted_at is null',
    },
  ],
  indexes: [
    { properties: ['parent'], where: 'deleted_at is null' },
    { properties: ['provider'], where: 'deleted_at is null' },
  ],
})

/** A country, or a province of one, with taxes of its own. Codes are in lower case. */
export class TaxRegion extends TaxRegionSchema.class {}
TaxRegionSchema.setClass(TaxRegion)
