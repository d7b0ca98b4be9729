import { Cascade, defineEntity, p } from '@mikro-orm/core'
import { id, metadata, timestamps } from '@stoa/kernel'
import { TaxRateRule } from './tax-rate-rule.ts'
import { TaxRegion } from './tax-region.ts'

const TaxRateSchema = defineEntity({
  name: 'TaxRate',
  schema: 'stoa_tax',
  properties: {
    id: id('txr'),
    rate: p.double().nullable(),
    code: p.text(),
    name: p.text(),
    is_default: p.boolean().default(false),
    is_combinable: p.boolean().default(false),
    metadata: metadata(),
    created_by: p.text().nullable(),
    tax_region: () => p.manyToOne(TaxRegion).deleteRule('cascade'),
    rules: () =>
      p
        .oneToMany(TaxRateRule)
        .mappedBy('tax_rate')
        .cascade(Cascade.PERSIST, Cascade.REMOVE)
        .orphanRemoval()
        .orderBy({ id: 'asc' }),
    ...timestamps,
  },
  uniques: [
    {
      name: 'tax_rate_default_unique',
      properties: ['tax_region'],
      where: 'is_default = true and deleted_at is null',
    },
  ],
  indexes: [{ properties: ['tax_region'], where: 'deleted_at is null' }],
})

/** A tax in percent: a region's default one, or one for what its rules name. */
export class TaxRate extends TaxRateSchema.class {}
TaxRateSchema.setClass(TaxRate)
