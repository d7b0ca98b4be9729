import { defineEntity, p } from '@mikro-orm/core'
import { id, metadata, timestamps } from '@stoa/kernel'
import { TaxRate } from './tax-rate.ts'

const TaxRateRuleSchema = defineEntity({
  name: 'TaxRateRule',
  schema: 'stoa_tax',
  properties: {
    id: id('txrule'),
    reference: p.text(),
    reference_id: p.text(),
    metadata: metadata(),
    created_by: p.text().nullable(),
    tax_rate: () => p.manyToOne(TaxRate).deleteRule('cascade'),
    ...timestamps,
  },
  uniques: [{ properties: ['tax_rate', 'reference_id'], where: 'deleted_at is null' }],
})

/** What a rate is for: `reference` is `product`, `product_type` or `shipping_option`, `reference_id` its id. */
export class TaxRateRule extends TaxRateRuleSchema.class {}
TaxRateRuleSchema.setClass(TaxRateRule)
