import { metadata } from '@stoa/http'
import { Type } from 'typebox'

/** What a rate is for: a `product`, `product_type` or `shipping_option`, by its id. */
export const taxRateRule = Type.Object({
  reference: Type.String({ minLength: 1 }),
  reference_id: Type.String({ minLength: 1 }),
})

/** What creates a rate. The rate itself is in percent. */
export const newTaxRate = Type.Object({
  rate: Type.Optional(Type.Number({ minimum: 0, maximum: 1000 })),
  code: Type.String(),
  rules: Type.Optional(Type.Array(taxRateRule)),
  name: Type.String(),
  is_default: Type.Optional(Type.Boolean()),
  is_combinable: Type.Optional(Type.Boolean()),
  tax_region_id: Type.String(),
  metadata: Type.Optional(metadata()),
})

/** What changes one; its region it keeps. */
export const taxRateChange = Type.Partial(Type.Omit(newTaxRate, ['tax_region_id']))
