import type { Container } from '@stoa/kernel'
import { type Taxables, TaxService } from '@stoa/tax'
import type { SellingRegion } from './selling-region.ts'

/** A tax on a line or a shipping method that is sold, in the columns of carts and orders. */
export type NewTaxLine = {
  rate: number
  code: string
  description: string
  provider_id: string
  tax_rate_id: string | null
} & ({ item_id: string } | { shipping_method_id: string })

/**
 * The taxes of what is sold, at the address it goes to. Regions without automatic taxes, and sales that do not say where to,
 * have none.
 */
export async function taxesOf(
  container: Container,
  { shipping_address: address, items, shipping_methods }: Taxables & { shipping_address: Place | null },
  region: SellingRegion | undefined,
): Promise<NewTaxLine[]> {
  if (!region?.automatic_taxes || !address?.country_code) return []
  const lines = await container
    .resolve(TaxService)
    .getTaxLines(
      { items, shipping_methods },
      { address: { ...address, country_code: address.country_code, province_code: address.province } },
    )
  return lines.map((line) => ({
    ...('line_item_id' in line
      ? { item_id: line.line_item_id }
      : { shipping_method_id: line.shipping_method_id }),
    rate: line.rate,
    code: line.code,
    description: line.description ?? line.name,
    provider_id: line.provider_id,
    tax_rate_id: line.tax_rate_id ?? null,
  }))
}

/** Where something goes. */
interface Place {
  country_code?: string | null
  province?: string | null
}
