import { moduleService, type Row } from '@stoa/kernel'
import { chooseRates, itemReferences, type RatedRegion, shippingReferences } from './choose-rates.ts'
import { entities } from './entities/index.ts'
import type { TaxRate } from './entities/tax-rate.ts'
import type { TaxRegion } from './entities/tax-region.ts'
import type { TaxableItem, TaxableShippingMethod, TaxContext, TaxLine } from './tax-provider-strategy.ts'
import { TaxProviders } from './tax-providers.ts'
import {
  addTaxRate,
  changeTaxRate,
  type DefaultTaxRate,
  type NewTaxRate,
  type TaxRateChange,
} from './tax-rates.ts'
import { addTaxRegion, changeTaxRegion, type NewTaxRegion, type TaxRegionChange } from './tax-regions.ts'

/** What there is to tax. */
export interface Taxables {
  items?: readonly TaxableItem[]
  shipping_methods?: readonly TaxableShippingMethod[]
}

/** Which taxes apply where and to what. */
export class TaxService extends moduleService(entities) {
  /**
   * The taxes of items and shipping methods at an address. Reads in one statement, whatever there is to tax.
   *
   * @param things the items and shipping methods
   * @param context the address, with codes in any case (`de`; `ca` and `qc`, or `ca-qc`)
   * @returns none where the country is no tax region
   * @throws StoaError `invalid_data` if the region's provider is not registered
   */
  async getTaxLines(things: Taxables, context: TaxContext): Promise<TaxLine[]> {
    const { country_code: country, province_code: province } = context.address
    if (!country) return []
    const regions = await this.#regionsAt(country.toLowerCase(), province?.toLowerCase() ?? '')
    const providerId = providerOf(regions)
    if (providerId === null) return []
    return this.container
      .resolve(TaxProviders)
      .get(providerId)
      .getTaxLines(
        (things.items ?? []).map((thing) => ({ thing, rates: chooseRates(regions, itemReferences(thing)) })),
        (things.shipping_methods ?? []).map((thing) => ({
          thing,
          rates: chooseRates(regions, shippingReferences(thing)),
        })),
        context,
      )
  }

  /**
   * Creates the tax region of a country, or of a province in one, with its default rate. Codes are kept in lower case.
   *
   * @throws StoaError `not_found` for a parent or provider that is not there
   * @throws StoaError `invalid_data` for a country or province that has a tax region, or does not fit its parent
   * @example
   * await taxes.addTaxRegion({ country_code: 'de', provider_id: 'tp_system' }, { name: 'VAT', code: 'vat', rate: 19 })
   */
  addTaxRegion(region: NewTaxRegion, rate?: DefaultTaxRate): Promise<Row<TaxRegion>> {
    return addTaxRegion(this, region, rate)
  }

  /**
   * Changes a tax region.
   *
   * @throws StoaError `not_found` if it, or the provider, is not there
   * @throws StoaError `invalid_data` for a province that has a tax region, or none where it has a parent
   */
  changeTaxRegion(id: string, change: TaxRegionChange): Promise<void> {
    return changeTaxRegion(this, id, change)
  }

  /**
   * Creates a rate with its rules.
   *
   * @throws StoaError `not_found` if there is no such tax region
   * @throws StoaError `invalid_data` for a second default of the region, or two rules for the same id
   */
  addTaxRate(rate: NewTaxRate): Promise<Row<TaxRate>> {
    return addTaxRate(this, rate)
  }

  /**
   * Changes a rate. Rules that are named replace those there are; one that stays keeps its id.
   *
   * @param changed_by whose doing the new rules are
   * @throws StoaError as {@link addTaxRate}
   * @example
   * await taxes.changeTaxRate({ id: reduced.id, rules: [{ reference: 'product', reference_id: book.id }] })
   */
  changeTaxRate(change: TaxRateChange, changed_by: string | null = null): Promise<void> {
    return changeTaxRate(this, change, changed_by)
  }

  async #regionsAt(country: string, province: string): Promise<RatedRegion[]> {
    // ISO 3166-2 writes `ca-qc` for what is mostly given as `qc`.
    const short = province.startsWith(`${country}-`) ? province.slice(country.length + 1) : province
    const [row] = await this.database.query<{ regions: RatedRegion[] }>(
      REGIONS,
      [country, short === '' ? [] : [short, `${country}-${short}`]],
      { name: 'tax_regions_at' },
    )
    return row?.regions ?? []
  }
}

/** The province's own provider, or else the country's. */
function providerOf(regions: readonly RatedRegion[]): string | null {
  const named = regions.filter(({ provider_id }) => provider_id !== null)
  const region = named.find(({ province_code }) => province_code !== null) ?? named[0]
  return region?.provider_id ?? null
}

const REGIONS = `
select coalesce(json_agg(json_build_object(
  'id', region.id, 'province_code', region.province_code, 'provider_id', region.provider_id,
  'rates', (
    select coalesce(json_agg(json_build_object(
      'id', rate.id, 'rate', rate.rate, 'code', rate.code, 'name', rate.name,
      'is_default', rate.is_default, 'is_combinable', rate.is_combinable,
      'rules', (
        select coalesce(json_agg(json_build_object('reference', rule.reference, 'reference_id', rule.reference_id)), '[]')
        from stoa_tax.tax_rate_rule rule where rule.tax_rate_id = rate.id and rule.deleted_at is null)
    ) order by rate.id), '[]')
    from stoa_tax.tax_rate rate where rate.tax_region_id = region.id and rate.deleted_at is null)
)), '[]') as regions
from stoa_tax.tax_region region
where region.deleted_at is null and lower(region.country_code) = $1
  and (region.province_code is null or lower(region.province_code) = any($2::text[]))`
