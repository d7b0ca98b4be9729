import { type Row, StoaError } from '@stoa/kernel'
import type { TaxRegion } from './entities/tax-region.ts'
import type { TaxService } from './service.ts'
import type { DefaultTaxRate } from './tax-rates.ts'

/** A tax region to create. */
export interface NewTaxRegion {
  /** ISO 3166-1 alpha-2, in any case. */
  country_code: string
  /** Of ISO 3166-2, in any case: `qc`. */
  province_code?: string | null
  /** The country's tax region, for one of a province. */
  parent_id?: string | null
  /** Who computes the taxes. A province may leave it to its country. */
  provider_id?: string | null
  metadata?: Record<string, unknown> | null
  created_by?: string | null
}

/** What can change of a tax region. */
export type TaxRegionChange = Partial<Pick<NewTaxRegion, 'province_code' | 'provider_id' | 'metadata'>>

/** See {@link TaxService.addTaxRegion}. */
export function addTaxRegion(
  taxes: TaxService,
  region: NewTaxRegion,
  rate: DefaultTaxRate | undefined,
): Promise<Row<TaxRegion>> {
  return taxes.database.transaction(async () => {
    const parent = region.parent_id ? await taxes.retrieveTaxRegion(region.parent_id) : undefined
    checkPlace(region, parent)
    const created = await taxes.createTaxRegions({
      ...region,
      country_code: region.country_code.toLowerCase(),
      province_code: provinceOf(region),
    })
    if (rate) {
      const created_by = region.created_by ?? null
      await taxes.createTaxRates({ ...rate, is_default: true, created_by, tax_region_id: created.id })
    }
    return created
  })
}

/** See {@link TaxService.changeTaxRegion}. */
export async function changeTaxRegion(taxes: TaxService, id: string, change: TaxRegionChange): Promise<void> {
  const { province_code, provider_id, metadata } = change
  await taxes.database.transaction(async () => {
    const present = await taxes.retrieveTaxRegion(id)
    if (present.parent_id !== null && province_code !== undefined && !provinceOf(change)) {
      throw invalid(`Tax region ${id} belongs to ${present.parent_id}, so it needs a province_code.`)
    }
    await taxes.updateTaxRegions({
      id,
      ...(province_code === undefined ? {} : { province_code: provinceOf(change) }),
      ...(provider_id === undefined ? {} : { provider_id }),
      ...(metadata === undefined ? {} : { metadata }),
    })
  })
}

const provinceOf = ({ province_code }: { province_code?: string | null }) =>
  province_code?.toLowerCase() || null

function checkPlace(region: NewTaxRegion, parent: Row<TaxRegion> | undefined): void {
  const { country_code, province_code, provider_id } = region
  if (!parent) {
    if (provider_id) return
    throw invalid(
      `The tax region of ${country_code} needs a provider_id: only those with a parent_id go without.`,
    )
  }
  if (parent.parent_id !== null) {
    throw invalid(`The parent_id ${parent.id} is the tax region of a province; name that of its country.`)
  }
  if (!province_code) throw invalid('A tax region with a parent_id needs a province_code.')
  if (parent.country_code.toLowerCase() !== country_code.toLowerCase()) {
    throw invalid(
      `The country_code is ${country_code}, but parent_id ${parent.id} is the tax region of ${parent.country_code}.`,
    )
  }
}

const invalid = (message: string) => new StoaError('invalid_data', message)
