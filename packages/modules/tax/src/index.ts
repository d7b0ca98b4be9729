export type { Rate } from './choose-rates.ts'
export { TaxProvider } from './entities/tax-provider.ts'
export { TaxRate } from './entities/tax-rate.ts'
export { TaxRateRule } from './entities/tax-rate-rule.ts'
export { TaxRegion } from './entities/tax-region.ts'
export { taxModule } from './module.ts'
export type { Taxables } from './service.ts'
export { TaxService } from './service.ts'
export { SystemTaxProvider } from './system-tax-provider.ts'
export {
  type ItemTaxLine,
  type Rated,
  type ShippingTaxLine,
  type TaxableItem,
  type TaxableShippingMethod,
  type TaxContext,
  type TaxLine,
  TaxProviderStrategy,
} from './tax-provider-strategy.ts'
export { TaxProviders } from './tax-providers.ts'
export type { DefaultTaxRate, NewTaxRate, NewTaxRateRule, TaxRateChange } from './tax-rates.ts'
export type { NewTaxRegion, TaxRegionChange } from './tax-regions.ts'
