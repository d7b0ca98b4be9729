import { FulfillmentService } from '@stoa/fulfillment'
import { type Container, Database } from '@stoa/kernel'
import { PricingService } from '@stoa/pricing'
import { createLinks } from '@stoa/query'
import { RegionService } from '@stoa/region'
import { regionPaymentProvider, salesChannelStockLocation } from '@stoa/settings'
import { StockLocationService } from '@stoa/stock-location'
import { TaxService } from '@stoa/tax'
import { createShipping } from './create-shipping.ts'
import { europe, type Place } from './shop/places.ts'

/** What a place is known by. */
export interface CreatedPlace {
  region_id: string
  location_id: string
  profile_id: string
}

/** Creates a region with its taxes, a stock location in it, and the shipping from there. */
export async function createPlace(
  container: Container,
  place: Place,
  channel: string,
): Promise<CreatedPlace> {
  const database = container.resolve(Database)
  const regions = container.resolve(RegionService)
  const { name, currency_code, taxes } = place
  const region = await regions.createRegions({ name, currency_code })
  await regions.setCountries(region.id, Object.keys(taxes))
  await createLinks(database, regionPaymentProvider, [
    { region_id: region.id, payment_provider_id: 'pp_system_default' },
  ])
  await createTaxes(container, taxes)
  // European shops say what the buyer pays; American ones add the tax at the end.
  await container.resolve(PricingService).createPricePreferences({
    attribute: 'region_id',
    value: region.id,
    is_tax_inclusive: place === europe,
  })
  const location = await container.resolve(StockLocationService).createStockLocations(place.location as never)
  await createLinks(database, salesChannelStockLocation, [
    { sales_channel_id: channel, stock_location_id: location.id },
  ])
  const profile_id = await defaultProfile(container)
  await createShipping(container, place, location.id, profile_id)
  return { region_id: region.id, location_id: location.id, profile_id }
}

async function createTaxes(
  container: Container,
  taxes: Readonly<Record<string, number | null>>,
): Promise<void> {
  await container.resolve(TaxService).createTaxRegions(
    Object.entries(taxes).map(([country_code, rate]) => ({
      country_code,
      provider_id: 'tp_system',
      tax_rates:
        rate === null ? [] : [{ rate, code: `${country_code}-standard`, name: 'VAT', is_default: true }],
    })) as never[],
  )
}

async function defaultProfile(container: Container): Promise<string> {
  const fulfillment = container.resolve(FulfillmentService)
  const [profile] = await fulfillment.listShippingProfiles({ type: 'default' }, { limit: 1 })
  return profile?.id ?? (await fulfillment.createShippingProfiles({ name: 'Default', type: 'default' })).id
}
