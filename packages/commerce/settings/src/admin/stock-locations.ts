import { FulfillmentService } from '@stoa/fulfillment'
import { dateFilter, metadata, nullable, oneOrMany, type StoaServer } from '@stoa/http'
import { type Container, Database } from '@stoa/kernel'
import { createLinks, dismissLinks, type Link } from '@stoa/query'
import { additions, fieldRules, resource } from '@stoa/rest'
import { StockLocationService } from '@stoa/stock-location'
import { Type } from 'typebox'
import { locationFulfillmentProvider, locationFulfillmentSet, salesChannelStockLocation } from '../links.ts'
import { clearStockLocation } from './fulfillment-removal.ts'

const text = () => Type.Optional(nullable(Type.String()))

const address = Type.Object({
  address_1: Type.String(),
  address_2: text(),
  company: text(),
  city: text(),
  country_code: Type.String(),
  phone: text(),
  postal_code: text(),
  province: text(),
  metadata: Type.Optional(metadata()),
})

const location = Type.Object({
  name: Type.String(),
  address: Type.Optional(address),
  address_id: text(),
  metadata: Type.Optional(metadata()),
})

const fulfillmentSet = Type.Object(
  { name: Type.String(), type: Type.String() },
  { additionalProperties: false },
)

const words = () => oneOrMany(Type.String())

const filters = {
  q: Type.String(),
  id: words(),
  name: words(),
  address_id: words(),
  created_at: dateFilter(),
  updated_at: dateFilter(),
  deleted_at: dateFilter(),
}

/** Stock locations as the admin keeps them, and what they serve. */
export async function adminStockLocations(app: StoaServer): Promise<void> {
  const locations = resource(app, {
    path: '/admin/stock-locations',
    entity: 'stock_location',
    fields: fieldRules(
      `id name metadata created_at updated_at address.id address.address_1 address.address_2 address.city
        address.country_code address.phone address.province address.postal_code address.metadata`,
    ),
  })
  locations.list({
    default_limit: 20,
    filters,
    more: { sales_channel_id: Type.Optional(words()) },
    where: (conditions, { sales_channel_id }) =>
      sales_channel_id === undefined
        ? conditions
        : { $and: [conditions, { sales_channels: { id: sales_channel_id } }] },
  })
  locations.retrieve()
  locations.create(location, (body, { container }) =>
    container.resolve(StockLocationService).createStockLocations(toLocation(body)),
  )
  locations.update(Type.Partial(location), (body, { container }, id) =>
    container.resolve(StockLocationService).updateStockLocations({ ...toLocation(body), id }),
  )
  locations.delete(async (id, { container }) => {
    await clearStockLocation(container, id)
    await container.resolve(StockLocationService).softDeleteStockLocations(id)
  })
  locations.action('/sales-channels', additions(), (body, { container }, id) =>
    changeLinks(container, salesChannelStockLocation, 'sales_channel_id', id, body),
  )
  locations.action('/fulfillment-providers', additions(), (body, { container }, id) =>
    changeLinks(container, locationFulfillmentProvider, 'fulfillment_provider_id', id, body),
  )
  locations.action('/fulfillment-sets', fulfillmentSet, async (body, { container }, stock_location_id) => {
    const { id } = await container.resolve(FulfillmentService).createFulfillmentSets(body)
    await createLinks(container.resolve(Database), locationFulfillmentSet, [
      { stock_location_id, fulfillment_set_id: id },
    ])
  })
}

interface Location {
  name: string
  address?: { address_1: string; country_code: string; metadata?: unknown } & Record<string, unknown>
  address_id?: string | null
  metadata?: Record<string, unknown> | null
}

/** The columns that a client may write. With an address of its own a location needs no other's id. */
function toLocation<Body extends Partial<Location>>({ name, address, address_id, metadata }: Body) {
  return {
    name,
    metadata,
    ...(address
      ? { address: Object.fromEntries(ADDRESS.map((key) => [key, address[key]])) }
      : { address_id }),
  } as unknown as Pick<Location, 'name'>
}

const ADDRESS = Object.keys(address.properties)

async function changeLinks(
  container: Container,
  link: Link,
  key: string,
  stock_location_id: string,
  { add = [], remove = [] }: { add?: string[]; remove?: string[] },
): Promise<void> {
  const database = container.resolve(Database)
  if (remove.length > 0) await dismissLinks(database, link, { stock_location_id, [key]: remove })
  await createLinks(
    database,
    link,
    add.map((id) => ({ stock_location_id, [key]: id })),
  )
}
