import { defineEntity, p } from '@mikro-orm/core'
import { id, timestamps } from '@stoa/kernel'

const PricePreferenceSchema = defineEntity({
  name: 'PricePreference',
  schema: 'stoa_pricing',
  properties: {
    id: id('prpref'),
    attribute: p.text(),
    value: p.text().nullable(),
    is_tax_inclusive: p.boolean().default(false),
    ...timestamps,
  },
  uniques: [{ properties: ['attribute', 'value'], where: 'deleted_at is null' }],
})

/** Whether prices of a region (`region_id`) or in a currency (`currency_code`) include tax. */
export class PricePreference extends PricePreferenceSchema.class {}
PricePreferenceSchema.setClass(PricePreference)
