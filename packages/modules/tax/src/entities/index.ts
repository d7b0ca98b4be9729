import { TaxProvider } from './tax-provider.ts'
import { TaxRate } from './tax-rate.ts'
import { TaxRateRule } from './tax-rate-rule.ts'
import { TaxRegion } from './tax-region.ts'

/** Every entity of the module, by its name. */
export const entities = {
  TaxProvider,
  TaxRate,
  TaxRateRule,
  TaxRegion,
}
