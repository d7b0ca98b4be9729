import { FulfillmentProviders } from '@stoa/fulfillment'
import { type Container, createId } from '@stoa/kernel'
import { type ItemQuantity, OrderService } from '@stoa/order'
import { type FulfillmentDraft, pack, refuseCancellation } from './pack.ts'
import { requiresShipping } from './parcel-items.ts'
import { parcelLines } from './parcel-lines.ts'
import { parcelOption } from './parcel-option.ts'

/** What of an order is to be sent, and how. */
export interface WantedFulfillment {
  order_id: string
  items: ItemQuantity[]
  location_id?: string | null
  shipping_option_id?: string
  delivery_address?: Record<string, unknown>
  metadata?: Record<string, unknown> | null
  no_notification?: boolean
  /** For those who hook into the workflow. */
  additional_data?: Record<string, unknown> | null
  /** Who does it. */
  by: string
}

/**
 * Counts the goods of a parcel as fulfilled and takes them out of the stock. Run it in a transaction: the order is locked.
 *
 * @throws StoaError `not_found` for an order, shipping option or location that is not there; `invalid_data` for a cancelled
 *   order, more than is left, goods that do not go together or with the shipping option; `conflict` while the order is being
 *   cancelled; `not_allowed` with the code `insufficient_inventory`
 */
export async function draftFulfillment(
  container: Container,
  wanted: WantedFulfillment,
): Promise<FulfillmentDraft> {
  const { order_id, items: quantities } = wanted
  const id = createId('ful')
  await container.resolve(OrderService).fulfillItems(order_id, id, quantities)
  await refuseCancellation(container, order_id)
  const lines = await parcelLines(container, order_id, quantities)
  const isShipped = requiresShipping(lines)
  const optionId = wanted.shipping_option_id
  const option = await parcelOption(container, order_id, lines, { optionId, isShipped })
  const provider_id = option?.provider_id ?? null
  if (provider_id !== null) container.resolve(FulfillmentProviders).get(provider_id)
  const reserved = lines.flatMap((line) => line.reserved)
  const location_id = wanted.location_id ?? option?.location_id ?? reserved[0]?.location_id
  return pack(container, wanted, { id, lines, isShipped, option, provider_id, location_id })
}
