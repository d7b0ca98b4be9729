import { Events } from '@stoa/events'
import { FulfillmentService } from '@stoa/fulfillment'
import { type Container, Database } from '@stoa/kernel'
import { PricingService } from '@stoa/pricing'
import { dismissLinks } from '@stoa/query'
import {
  locationFulfillmentProvider,
  locationFulfillmentSet,
  salesChannelStockLocation,
  shippingOptionPriceSet,
} from '../links.ts'

type Ids = readonly string[]

/** Deletes shipping options with their prices. Those that are not there are left out. */
export const removeShippingOptions = async (container: Container, ids: Ids): Promise<void> =>
  removeOptions(container, await optionsWhere(container, 'o.id', ids))

async function removeOptions(container: Container, ids: Ids): Promise<void> {
  if (ids.length === 0) return
  const database = container.resolve(Database)
  const priced = await database.query<{ price_set_id: string }>(
    'select price_set_id from stoa_link.shipping_option_price_set where shipping_option_id = any($1::text[])',
    [ids],
  )
  await dismissLinks(database, shippingOptionPriceSet, { shipping_option_id: ids })
  await container.resolve(PricingService).softDeletePriceSets(priced.map(({ price_set_id }) => price_set_id))
  await container.resolve(FulfillmentService).softDeleteShippingOptions(ids)
  await container.resolve(Events).emit(
    'shipping-option.deleted',
    ids.map((id) => ({ id })),
  )
}

const OPTIONS = `
  select o.id from stoa_fulfillment.shipping_option o
  join stoa_fulfillment.service_zone z on z.id = o.service_zone_id`

/** Deletes service zones with their shipping options. */
export async function removeServiceZones(container: Container, ids: Ids): Promise<void> {
  await removeOptions(container, await optionsWhere(container, 'z.id', ids))
  await container.resolve(FulfillmentService).softDeleteServiceZones(ids)
}

/** Deletes fulfillment sets with their zones and shipping options, and takes them from their locations. */
export async function removeFulfillmentSets(container: Container, ids: Ids): Promise<void> {
  if (ids.length === 0) return
  await removeOptions(container, await optionsWhere(container, 'z.fulfillment_set_id', ids))
  await dismissLinks(container.resolve(Database), locationFulfillmentSet, { fulfillment_set_id: ids })
  await container.resolve(FulfillmentService).softDeleteFulfillmentSets(ids)
}

async function optionsWhere(container: Container, column: string, ids: Ids): Promise<string[]> {
  const rows = await container
    .resolve(Database)
    .query<{ id: string }>(`${OPTIONS} where ${column} = any($1::text[]) and o.deleted_at is null`, [ids])
  return rows.map(({ id }) => id)
}

const SETS_OF_NO_OTHER = `
  select own.fulfillment_set_id as id from stoa_link.location_fulfillment_set own
  where own.stock_location_id = $1 and not exists (
    select from stoa_link.location_fulfillment_set other
    where other.fulfillment_set_id = own.fulfillment_set_id and other.stock_location_id <> $1)`

/** What hangs on a stock location: its links, and the fulfillment sets that nothing else is served by. */
export async function clearStockLocation(container: Container, stock_location_id: string): Promise<void> {
  const database = container.resolve(Database)
  const sets = await database.query<{ id: string }>(SETS_OF_NO_OTHER, [stock_location_id])
  await removeFulfillmentSets(
    container,
    sets.map(({ id }) => id),
  )
  for (const link of [salesChannelStockLocation, locationFulfillmentProvider, locationFulfillmentSet]) {
    await dismissLinks(database, link, { stock_location_id })
  }
}
