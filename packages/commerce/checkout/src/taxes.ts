import type { CartSnapshot, NewTaxLine } from '@stoa/cart'
import type { Container } from '@stoa/kernel'
import { TaxService } from '@stoa/tax'
import type { CartRegion } from './region.ts'

/**
 * The taxes of everything in a cart at its shipping address. Regions without automatic taxes, and carts that do not say
 * where to, have none.
 */
export async function taxesOf(
  container: Container,
  cart: CartSnapshot,
  region: CartRegion | undefined,
): Promise<NewTaxLine[]> {
  const address = cart.shipping_address
  if (!region?.automatic_taxes || !address?.country_code) return []
  const lines = await container
    .resolve(TaxService)
    .getTaxLines(
      { items: cart.items, shipping_methods: cart.shipping_methods },
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
