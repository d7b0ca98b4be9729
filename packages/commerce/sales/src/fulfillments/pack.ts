import type { NewParcel } from '@stoa/fulfillment'
import { type Deducted, InventoryService } from '@stoa/inventory'
import { type Container, Database, StoaError } from '@stoa/kernel'
import { Query, type ResultRow } from '@stoa/query'
import { addressOf } from './address-of.ts'
import { type ParcelItem, type ParcelLine, parcelItems } from './parcel-items.ts'
import type { ParcelOption } from './parcel-option.ts'

/** A parcel that is about to be made: its goods are counted and taken out of the stock. */
export interface FulfillmentDraft {
  parcel: Omit<NewParcel, 'labels' | 'items'> & { items: ParcelItem[] }
  deducted: Deducted
  provider_id: string | null
  /** For the provider. */
  data: Record<string, unknown>
  order: ResultRow
}

/** What is said of a parcel. */
interface Wanted {
  order_id: string
  /** Default: the order's shipping address. */
  delivery_address?: Record<string, unknown>
  metadata?: Record<string, unknown> | null
  /** Who does it. */
  by: string
}

/** What is chosen for it. */
interface Chosen {
  id: string
  lines: readonly ParcelLine[]
  isShipped: boolean
  option: ParcelOption | undefined
  provider_id: string | null
  location_id: string | undefined
}

/** What a provider learns of an order. */
const ORDER = `id display_id email currency_code customer_id region_id sales_channel_id metadata *items
  *shipping_address`.split(/\s+/)

/**
 * Whoever cancels an order gives its money back before the order is canceled: meanwhile nothing of it is sent. The lock on the
 * order makes it certain: either its cancellation has begun and is seen here, or it will see what is fulfilled.
 */
const CANCELLATION = `
select 1 from stoa_workflows.execution where workflow = 'cancel-order' and key = $1 and finished_at is null`

/**
 * Takes goods that are counted as fulfilled out of the stock, for the parcel that they go into.
 *
 * @throws StoaError `invalid_data` where no location is named, `not_found` for one that is not there; `not_allowed` with the
 *   code `insufficient_inventory`
 */
export async function pack(
  container: Container,
  { order_id, delivery_address, metadata = null, by }: Wanted,
  { id, lines, isShipped, option, provider_id, location_id }: Chosen,
): Promise<FulfillmentDraft> {
  const from = await assertLocation(container, location_id)
  const { items, deductions } = parcelItems(lines, from)
  const deducted = await container.resolve(InventoryService).deduct(deductions)
  const order = await container.resolve(Query).retrieve('order', order_id, { fields: ORDER })
  return {
    parcel: {
      id,
      values: {
        location_id: from,
        provider_id,
        shipping_option_id: option?.id ?? null,
        requires_shipping: isShipped,
        packed_at: new Date().toISOString(),
        created_by: by,
        metadata,
      },
      delivery_address: addressOf(delivery_address ?? order.shipping_address),
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

async function assertLocation(container: Container, id: string | undefined): Promise<string> {
  if (id === undefined) {
    throw new StoaError('invalid_data', 'Say from which stock location the items are sent: location_id.')
  }
  const [there] = await container
    .resolve(Database)
    .query('select 1 from stoa_stock_location.stock_location where id = $1 and deleted_at is null', [id])
  if (there) return id
  throw new StoaError('not_found', `StockLocation with id: ${id} was not found`)
}
