import { type NewRow, type Row, StoaError } from '@stoa/kernel'
import type { TaxRate } from './entities/tax-rate.ts'
import type { TaxService } from './service.ts'

/** What a rate is for: a `product`, `product_type` or `shipping_option`, by its id. */
export interface NewTaxRateRule {
  reference: string
  reference_id: string
}

/** A rate to create. */
export type NewTaxRate = Pick<
  NewRow<TaxRate>,
  'name' | 'code' | 'rate' | 'is_default' | 'is_combinable' | 'metadata'
> & {
  tax_region_id: string
  created_by?: string | null
  rules?: readonly NewTaxRateRule[]
}

/** The rate of a tax region for whatever no other rate names. */
export type DefaultTaxRate = Pick<NewTaxRate, 'name' | 'code' | 'rate' | 'is_combinable' | 'metadata'>

/** A change of a rate; rules that are named replace those there are. */
export type TaxRateChange = Partial<Omit<NewTaxRate, 'tax_region_id' | 'created_by'>> & { id: string }

/** See {@link TaxService.addTaxRate}. */
export function addTaxRate(taxes: TaxService, { rules = [], ...rate }: NewTaxRate): Promise<Row<TaxRate>> {
  return taxes.database.transaction(async () => {
    await taxes.retrieveTaxRegion(rate.tax_region_id)
    if (rate.is_default) await refuseSecondDefault(taxes, rate.tax_region_id)
    const created = await taxes.createTaxRates(rate)
    await addRules(taxes, created.id, rules, rate.created_by)
    return created
  })
}

/** See {@link TaxService.changeTaxRate}. */
export async function changeTaxRate(
  taxes: TaxService,
  { rules, ...change }: TaxRateChange,
  changed_by: string | null,
): Promise<void> {
  await taxes.database.transaction(async () => {
    const rate = await taxes.retrieveTaxRate(change.id, { relations: ['rules'] })
    if (change.is_default) await refuseSecondDefault(taxes, rate.tax_region_id, rate.id)
    await taxes.updateTaxRates(change)
    if (!rules) return
    const present = rate.rules ?? []
    const wanted = new Set(rules.map(nameOf))
    const standing = new Set(present.map(nameOf))
    const gone = present.filter((rule) => !wanted.has(nameOf(rule)))
    await taxes.softDeleteTaxRateRules(gone.map(({ id }) => id))
    const fresh = rules.filter((rule) => !standing.has(nameOf(rule)))
    await addRules(taxes, rate.id, fresh, changed_by)
  })
}

async function addRules(
  taxes: TaxService,
  tax_rate_id: string,
  rules: readonly NewTaxRateRule[],
  created_by: string | null = null,
): Promise<void> {
  if (rules.length === 0) return
  await taxes.createTaxRateRules(
    rules.map(({ reference, reference_id }) => ({ reference, reference_id, created_by, tax_rate_id })),
  )
}

async function refuseSecondDefault(taxes: TaxService, regionId: string, rateId?: string): Promise<void> {
  const [present] = await taxes.listTaxRates({ tax_region_id: regionId, is_default: true })
  if (!present || present.id === rateId) return
  throw new StoaError(
    'invalid_data',
    `Tax region ${regionId} has a default rate, ${present.id} (${present.code}). Set its is_default to false first.`,
  )
}

const nameOf = ({ reference, reference_id }: NewTaxRateRule) => `${reference} ${reference_id}`
