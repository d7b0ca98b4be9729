import { FulfillmentProviders, type NewParcel } from '@stoa/fulfillment'
import { type Container, createId, Database, StoaError } from '@stoa/kernel'
import { OrderService, type WantedReturnItem } from '@stoa/order'
import { Query } from '@stoa/query'
import { fixedPrice, type PricedShippingOption, type Shipped, shippingOptionsFor } from '@stoa/settings'
import { addressOf } from '../fulfillments/address-of.ts'
import { parcelItems } from '../fulfillments/parcel-items.ts'
import { parcelLines } from '../fulfillments/parcel-lines.ts'

/** What of an order is to go back, and how. */
export interface WantedReturn {
  order_id: string
  items: WantedReturnItem[]
  /** The shipping option. */
  option_id: string
  /** Default: the one that offers the shipping option. */
  location_id?: string | null
  note?: string | null
}

/** A return that is about to be made: its items are counted. */
export interface ReturnDraft {
  id: string
  order: Shipped
  option: Pick<PricedShippingOption, 'id' | 'name' | 'price_type' | 'provider_id' | 'data'>
  /** A decimal in text; none where the provider computes it. */
  price: { amount: string; is_tax_inclusive: boolean } | null
  location_id: string
  /** What brings the goods back. */
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
 * Counts items as going back, and finds out how. Run it in a transaction: the order is locked.
 *
 * @throws StoaError `not_found` for an order or reason that is not there; `invalid_data` for a cancelled order, more than is
 *   left to go back, a shipping option that is no way back for this order, and a location its goods do not come from
 */
export async function draftReturn(container: Container, wanted: WantedReturn): Promise<ReturnDraft> {
  const { order_id, items, option_id } = wanted
  const id = createId('return')
  await container.resolve(OrderService).takeReturnItems(order_id, id, items)
  const order = await container
    .resolve(Query)
    .retrieve<Shipped & Record<string, unknown>>('order', order_id, {
      fields: ['id', 'sales_channel_id', 'currency_code', 'region_id', '*shipping_address'],
    })
  const option = await wayBack(container, order_id, order, option_id)
  const { name, price_type, provider_id, data } = option
  if (provider_id !== null) container.resolve(FulfillmentProviders).get(provider_id)
  const price = fixedPrice(option)
  const location = await locationOf(container, order, option, wanted.location_id)
  const lines = await parcelLines(container, order_id, items)
  const goods = lines.map((line) => ({ ...line, reserved: [] }))
  return {
    id,
    order,
    option: { id: option_id, name, price_type, provider_id, data },
    price: price ? { ...price, amount: price.amount.toFixed() } : null,
    location_id: location.id,
    parcel: {
      id: createId('ful'),
      values: { location_id: location.id, provider_id, shipping_option_id: option_id },
      delivery_address: addressOf(location.address),
      items: parcelItems(goods, location.id).items,
    },
  }
}

async function wayBack(
  container: Container,
  orderId: string,
  order: Shipped,
  optionId: string,
): Promise<PricedShippingOption> {
  // An option that says nothing about returns is a way there.
  const options = (await shippingOptionsFor(container, order, { is_return: true })).filter(({ rules }) =>
    rules.some(({ attribute }) => attribute === 'is_return'),
  )
  const option = options.find(({ id }) => id === optionId)
  if (option) return option
  const others = options.map(({ id, name }) => `${id} (${name})`).join(', ')
  throw new StoaError(
    'invalid_data',
    `Shipping option ${optionId} is no way back for order ${orderId}. ${others ? `There are: ${others}.` : 'There is none.'}`,
  )
}

async function locationOf(
  container: Container,
  { sales_channel_id }: Shipped,
  option: PricedShippingOption,
  wanted: string | null | undefined,
): Promise<Location> {
  const { location } = option.service_zone.fulfillment_set as { location?: { id: string } }
  const id = wanted ?? location?.id
  const [found] = await container.resolve(Database).query<Location>(LOCATION, [id, sales_channel_id])
  if (found) return found
  throw new StoaError(
    'invalid_data',
    `Stock location ${id} serves not the sales channel of this order. Leave location_id out: the goods go where the shipping option leads.`,
  )
}
