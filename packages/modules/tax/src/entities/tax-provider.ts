import { defineEntity, p } from '@mikro-orm/core'
import { timestamps } from '@stoa/kernel'
import { TaxRegion } from './tax-region.ts'

const TaxProviderSchema = defineEntity({
  name: 'TaxProvider',
  schema: 'stoa_tax',
  properties: {
    id: p.text().primary(),
    is_enabled: p.boolean().default(true),
    regions: () => p.oneToMany(TaxRegion).mappedBy('provider'),
    ...timestamps,
  },
})

/** Who computes the taxes of a region. Its code is the `TaxProviderStrategy` with the same id. */
export class TaxProvider extends TaxProviderSchema.class {}
TaxProviderSchema.setClass(TaxProvider)
