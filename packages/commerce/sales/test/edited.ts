import { variantPriceSet } from '@stoa/catalog'
import { PricingService } from '@stoa/pricing'
import { createLinks } from '@stoa/query'
import { RegionService } from '@stoa/region'
import { TaxService } from '@stoa/tax'
import type { Answer, Shop } from './shop.ts'
import { type StockedVariant, stockVariant, type Warehouse } from './warehouse.ts'

/** A region whose goods bear 10 % in Germany. */
export async function openRegion({ modules }: Shop): Promise<string> {
  const regions = modules.resolve(RegionService)
  const { id } = await regions.createRegions({ name: 'Germany', currency_code: 'eur' })
  await regions.setCountries(id, ['de'])
  await modules
    .resolve(TaxService)
    .addTaxRegion({ country_code: 'de', provider_id: 'tp_system' }, { name: 'VAT', code: 'vat', rate: 10 })
  return id
}

/** A variant in the stock at a price in euros. */
export async function pricedVariant(
  warehouse: Warehouse,
  amount: number,
  options: Parameters<typeof stockVariant>[1] = {},
): Promise<StockedVariant> {
  const variant = await stockVariant(warehouse, options)
  const { modules, database } = warehouse.shop
  const [prices] = await modules
    .resolve(PricingService)
    .createPriceSets([{ prices: [{ currency_code: 'eur', amount }] }])
  await createLinks(database, variantPriceSet, [{ variant_id: variant.id, price_set_id: prices?.id }])
  return variant
}

/** The action of a kind in a preview that is about a line or a shipping method. */
export function actionIn(preview: any, kind: string): any {
  const rows = [...preview.items, ...preview.shipping_methods]
  return rows.flatMap(({ actions = [] }) => actions).find(({ action }) => action === kind)
}

/** The preview of an answer that must have one. */
export function previewOf({ status, body }: Answer): any {
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`)
  return body.order_preview
}
