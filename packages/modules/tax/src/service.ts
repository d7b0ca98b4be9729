import { moduleService } from '@stoa/kernel'
import { chooseRates, itemReferences, type RatedRegion, shippingReferences } from './choose-rates.ts'
import { entities } from './entities/index.ts'
import type { TaxableItem, TaxableShippingMethod, TaxContext, TaxLine } from './tax-provider-strategy.ts'
import { TaxProviders } from './tax-providers.ts'

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
