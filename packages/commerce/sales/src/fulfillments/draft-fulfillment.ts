import { FulfillmentProviders, type NewParcel } from '@stoa/fulfillment'
import { type Deducted, InventoryService } from '@stoa/inventory'
import { type Container, createId, Database, StoaError } from '@stoa/kernel'
import { type ItemQuantity, OrderService } from '@stoa/order'
import { Query, type ResultRow } from '@stoa/query'
import { addressOf } from './address-of.ts'
import { type ParcelItem, parcelItems, requiresShipping } from './parcel-items.ts'
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

/** A parcel that is about to be made: its goods are counted and taken out of the stock. */
export interface FulfillmentDraft {
  parcel: Omit<NewParcel, 'labels' | 'items'> & { items: ParcelItem[] }
  deducted: Deducted
  provider_id: string | null
  /** For the provider. */
  data: Record<string, unknown>
  order: ResultRow
}

/** What a provider learns of an order. */
export const ORDER = `id display_id email currency_code customer_id region_id sales_channel_id metadata *items
  *shipping_address`.split(/\s+/)

/**
 * Whoever cancels an order gives its money back before the order is canceled: meanwhile nothing of it is sent. The lock on the
 * order makes it certain: either its cancellation has begun and is seen here, or it will see what is fulfilled.
 */
const CANCELLATION = `
select 1 from stoa_workflows.execution where workflow = 'cancel-order' and key = $1 and finished_at is null`

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
  await assertLocation(container, location_id)
  const { items, deductions } = parcelItems(lines, location_id as string)
  const deducted = await container.resolve(InventoryService).deduct(deductions)
  const order = await container.resolve(Query).retrieve('order', order_id, { fields: ORDER })
  return {
    parcel: {
      id,
      values: {
        location_id,
        provider_id,
        shipping_option_id: option?.id ?? null,
        requires_shipping: isShipped,
        packed_at: new Date().toISOString(),
        created_by: wanted.by,
        metadata: wanted.metadata ?? null,
      },
      delivery_address: addressOf(wanted.delivery_address ?? order.shipping_address),
      items,
    },
    deducted,
    provider_id,
    data: { ...option?.data, ...option?.method_data },
    order,
  }
}

/** @throws StoaError `conflict` while the order is being cancelled */
export async function refuseCancellation(container: Container, orderId: string): Promise<void> {
  const [under] = await container.resolve(Database).query(CANCELLATION, [orderId])
  if (!under) return
  throw new StoaError('conflict', `Order ${orderId} is being canceled. Look at it again when that is done.`)
}

/** @throws StoaError `invalid_data` where none is named, `not_found` for one that is not there */
export async function assertLocation(container: Container, id: string | undefined): Promise<void> {
  if (id === undefined) {
    throw new StoaError('invalid_data', 'Say from which stock location the items are sent: location_id.')
  }
  const [there] = await container
    .resolve(Database)
    .query('select 1 from stoa_stock_location.stock_location where id = $1 and deleted_at is null', [id])
  if (!there) throw new StoaError('not_found', `StockLocation with id: ${id} was not found`)
}
