import {
  type CreatedParcel,
  FulfillmentProviders,
  FulfillmentService,
  type NewParcel,
} from '@stoa/fulfillment'
import { type Container, createId, Database, StoaError } from '@stoa/kernel'
import type { ItemQuantity } from '@stoa/order'
import { createLinks } from '@stoa/query'
import type { PricedShippingOption, Shipped } from '@stoa/settings'
import { addressOf } from '../fulfillments/address-of.ts'
import { parcelItems } from '../fulfillments/parcel-items.ts'
import { parcelLines } from '../fulfillments/parcel-lines.ts'
import { returnFulfillment } from '../links.ts'

/** What brings goods of a return back, before its provider knows of it. */
export interface ReturnParcel {
  location_id: string
  provider_id: string | null
  /** For the provider. */
  data: Record<string, unknown> | null
  order: Shipped
  parcel: Omit<NewParcel, 'labels'>
}

interface Location {
  id: string
  address: Record<string, unknown> | null
}

const LOCATION = `
select l.id, to_jsonb(a) as address from stoa_stock_location.stock_location l
left join stoa_stock_location.stock_location_address a on a.id = l.address_id
where l.id = $1 and l.deleted_at is null and exists (
  select from stoa_link.sales_channel_stock_location ch where ch.stock_location_id = l.id and ch.sales_channel_id = $2)`

/**
 * What is to bring goods of a locked order back.
 *
 * @param location where to. Default: the one that offers the shipping option
 * @throws StoaError `invalid_data` for a location that the order's goods do not come from
 */
export async function draftReturnParcel(
  container: Container,
  order: Shipped & { id: string },
  items: readonly ItemQuantity[],
  option: PricedShippingOption,
  location?: string | null,
): Promise<ReturnParcel> {
  const { id: shipping_option_id, provider_id, data } = option
  if (provider_id !== null) container.resolve(FulfillmentProviders).get(provider_id)
  const offered = (option.service_zone.fulfillment_set as { location?: { id: string } }).location?.id
  const { id: location_id, address } = await locationOf(container, order, location ?? offered)
  const lines = await parcelLines(container, order.id, items)
  const goods = lines.map((line) => ({ ...line, reserved: [] }))
  const parcel = {
    id: createId('ful'),
    values: { location_id, provider_id, shipping_option_id },
    delivery_address: addressOf(address),
    items: parcelItems(goods, location_id).items,
  }
  return { location_id, provider_id, data, order, parcel }
}

/**
 * A stock location that serves the sales channel of an order.
 *
 * @throws StoaError `invalid_data` for another
 */
export async function locationOf(
  container: Container,
  { sales_channel_id }: Shipped,
  id: string | undefined,
): Promise<Location> {
  const [found] = await container.resolve(Database).query<Location>(LOCATION, [id, sales_channel_id])
  if (found) return found
  throw new StoaError(
    'invalid_data',
    `Stock location ${id} serves not the sales channel of this order. Leave location_id out: the goods go where the shipping option leads.`,
  )
}

/** Lets the provider of a parcel make it. It may call outside. */
export function callReturnProvider(
  container: Container,
  { parcel, provider_id, data, order }: ReturnParcel,
  idempotency_key: string,
): Promise<CreatedParcel> {
  const { id, values, delivery_address, items } = parcel
  const provider = container.resolve(FulfillmentProviders).get(provider_id as string)
  const fulfillment = { id, ...values, data: data ?? {}, delivery_address, items, order }
  return provider.createReturnFulfillment(fulfillment, { idempotency_key })
}

/** Writes down a parcel that its provider has made, for the return whose goods it brings. */
export async function addReturnParcel(
  container: Container,
  return_id: string,
  { parcel }: ReturnParcel,
  made: CreatedParcel | undefined,
): Promise<void> {
  const values = { ...parcel.values, data: made?.data ?? {} }
  await container.resolve(FulfillmentService).addParcel({ ...parcel, values, labels: made?.labels ?? [] })
  await createLinks(container.resolve(Database), returnFulfillment, [
    { return_id, fulfillment_id: parcel.id },
  ])
}
