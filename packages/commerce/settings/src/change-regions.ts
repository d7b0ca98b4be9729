import { type Container, Database } from '@stoa/kernel'
import { PricingService } from '@stoa/pricing'
import { createLinks, dismissLinks } from '@stoa/query'
import { RegionService } from '@stoa/region'
import { StoreService } from '@stoa/store'
import type { NewRegion } from './admin/regions.ts'
import { assertCurrencies } from './known-codes.ts'
import { regionPaymentProvider } from './links.ts'

/**
 * Creates a region with its countries, with what its buyers pay, and whether its prices include tax. Runs in the open
 * transaction, as do the others here.
 *
 * @throws StoaError `not_found` for a payment provider that is not there
 * @throws StoaError `invalid_data` for a currency or country that is none, or a country another region has
 */
export async function createRegion(container: Container, region: NewRegion): Promise<{ id: string }> {
  await assertCurrencies(container, [region.currency_code])
  const { id } = await container.resolve(RegionService).createRegions(columnsOf(region) as never)
  await changeSurroundings(container, id, region)
  return { id }
}

/** As {@link createRegion}: lists that are given replace those there were. */
export async function changeRegion(
  container: Container,
  id: string,
  change: Partial<NewRegion>,
): Promise<void> {
  if (change.currency_code !== undefined) await assertCurrencies(container, [change.currency_code])
  await container.resolve(RegionService).updateRegions({ id, ...columnsOf(change) } as never)
  await changeSurroundings(container, id, change)
}

/** Takes a region out of the shop, and out of what names it. */
export async function removeRegion(container: Container, id: string): Promise<void> {
  const stores = container.resolve(StoreService)
  const pricing = container.resolve(PricingService)
  await container.resolve(RegionService).removeRegions([id])
  await dismissLinks(container.resolve(Database), regionPaymentProvider, { region_id: id })
  const preferences = await pricing.listPricePreferences({ attribute: 'region_id', value: id })
  if (preferences.length > 0) await pricing.softDeletePricePreferences(preferences.map(({ id }) => id))
  const defaulting = await stores.listStores({ default_region_id: id })
  await stores.updateStores(defaulting.map((store) => ({ id: store.id, default_region_id: null })))
}

const columnsOf = ({ name, currency_code, automatic_taxes, metadata }: Partial<NewRegion>) => ({
  name,
  currency_code: currency_code?.toLowerCase(),
  automatic_taxes,
  metadata,
})

async function changeSurroundings(
  container: Container,
  region_id: string,
  { countries, payment_providers: providers, is_tax_inclusive }: Partial<NewRegion>,
): Promise<void> {
  const database = container.resolve(Database)
  if (countries) await container.resolve(RegionService).setCountries(region_id, countries)
  if (providers) {
    await dismissLinks(database, regionPaymentProvider, { region_id })
    await createLinks(
      database,
      regionPaymentProvider,
      providers.map((payment_provider_id) => ({ region_id, payment_provider_id })),
    )
  }
  if (is_tax_inclusive !== undefined) {
    await container
      .resolve(PricingService)
      .setPricePreferences([{ attribute: 'region_id', value: region_id, is_tax_inclusive }])
  }
}
