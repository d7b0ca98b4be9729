import type { Container } from '@stoa/kernel'
import { PricingService } from '@stoa/pricing'
import { RegionService } from '@stoa/region'
import { SalesChannelService } from '@stoa/sales-channel'
import { StockLocationService } from '@stoa/stock-location'
import { StoreService } from '@stoa/store'
import type { StoreChange } from './admin/stores.ts'
import { assertCurrencies } from './known-codes.ts'

/**
 * Changes a store, its currencies and languages, and whether prices in those currencies include tax. Runs in the open
 * transaction.
 *
 * @throws StoaError `not_found` for a store, or a default, that is not there
 * @throws StoaError `invalid_data` for currencies or languages that are none, or not exactly one default currency
 */
export async function changeStore(container: Container, id: string, change: StoreChange): Promise<void> {
  const { supported_currencies: currencies, supported_locales: locales, ...own } = change
  const stores = container.resolve(StoreService)
  await assertDefaults(container, own)
  const { name, default_sales_channel_id, default_region_id, default_location_id, metadata } = own
  await stores.updateStores({
    id,
    name,
    default_sales_channel_id,
    default_region_id,
    default_location_id,
    metadata,
  } as never)
  if (currencies) {
    await assertCurrencies(
      container,
      currencies.map(({ currency_code }) => currency_code),
    )
    await stores.setCurrencies(id, currencies)
    await container.resolve(PricingService).setPricePreferences(preferencesOf(currencies))
  }
  if (locales) {
    await stores.setLocales(
      id,
      locales.map(({ locale_code }) => locale_code),
    )
  }
}

/** A default that leads nowhere would fail the carts that take it. */
async function assertDefaults(container: Container, change: StoreChange): Promise<void> {
  const { default_sales_channel_id: channel, default_region_id: region, default_location_id: place } = change
  if (channel) await container.resolve(SalesChannelService).retrieveSalesChannel(channel)
  if (region) await container.resolve(RegionService).retrieveRegion(region)
  if (place) await container.resolve(StockLocationService).retrieveStockLocation(place)
}

const preferencesOf = (currencies: NonNullable<StoreChange['supported_currencies']>) =>
  currencies.flatMap(({ currency_code, is_tax_inclusive }) =>
    is_tax_inclusive === undefined
      ? []
      : [{ attribute: 'currency_code', value: currency_code.toLowerCase(), is_tax_inclusive }],
  )
