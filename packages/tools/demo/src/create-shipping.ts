import { FulfillmentService } from '@stoa/fulfillment'
import { type Container, Database } from '@stoa/kernel'
import { PricingService } from '@stoa/pricing'
import { createLinks } from '@stoa/query'
import { locationFulfillmentProvider, locationFulfillmentSet, shippingOptionPriceSet } from '@stoa/settings'
import type { Place } from './shop/places.ts'

const PROVIDER = 'manual_manual'

const SERVICES = {
  standard: { name: 'Standard Shipping', label: 'Standard', description: 'Three to five working days' },
  express: { name: 'Express Shipping', label: 'Express', description: 'The next working day' },
} as const

/** Creates what ships goods from a location to the countries of its place. */
export async function createShipping(
  container: Container,
  place: Place,
  stock_location_id: string,
  shipping_profile_id: string,
): Promise<void> {
  const database = container.resolve(Database)
  const fulfillment = container.resolve(FulfillmentService)
  await createLinks(database, locationFulfillmentProvider, [
    { stock_location_id, fulfillment_provider_id: PROVIDER },
  ])
  const set = await fulfillment.createFulfillmentSets({
    name: `${place.location.name} shipping`,
    type: 'shipping',
  })
  await createLinks(database, locationFulfillmentSet, [{ stock_location_id, fulfillment_set_id: set.id }])
  const zone = await fulfillment.createServiceZones({
    name: place.name,
    fulfillment_set_id: set.id,
    geo_zones: Object.keys(place.taxes).map((country_code) => ({ type: 'country', country_code })),
  } as never)
  const services = Object.keys(SERVICES) as (keyof typeof SERVICES)[]
  const options = await fulfillment.createShippingOptions(
    services.map((service) => ({
      name: SERVICES[service].name,
      price_type: 'flat',
      service_zone_id: zone.id,
      shipping_profile_id,
      provider_id: PROVIDER,
      data: { id: 'manual-fulfillment' },
      type: {
        label: SERVICES[service].label,
        description: SERVICES[service].description,
        code: service,
      },
      rules: [
        { attribute: 'enabled_in_store', operator: 'eq', value: 'true' },
        { attribute: 'is_return', operator: 'eq', value: 'false' },
      ],
    })) as never[],
  )
  const prices = await container.resolve(PricingService).createPriceSets(
    services.map((service) => ({
      prices: [{ currency_code: place.currency_code, amount: place.shipping[service] }],
    })),
  )
  await createLinks(
    database,
    shippingOptionPriceSet,
    options.map(({ id }, index) => ({ shipping_option_id: id, price_set_id: prices[index]?.id })),
  )
}
