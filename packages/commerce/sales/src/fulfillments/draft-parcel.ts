import { FulfillmentProviders, type ParcelLabel } from '@stoa/fulfillment'
import { type Container, createId, StoaError } from '@stoa/kernel'
import { type ItemQuantity, OrderService } from '@stoa/order'
import { lineQuantities, type PackedItem } from './line-quantities.ts'
import { type FulfillmentDraft, pack, refuseCancellation } from './pack.ts'
import { requiresShipping } from './parcel-items.ts'
import { parcelLines } from './parcel-lines.ts'
import { parcelOption } from './parcel-option.ts'

/** A parcel as somebody packed it: all is said, nothing is chosen. */
export interface WantedParcel {
  order_id: string
  location_id: string
  provider_id: string
  shipping_option_id?: string | null
  delivery_address: Record<string, unknown>
  items: PackedItem[]
  labels: ParcelLabel[]
  data?: Record<string, unknown> | null
  /** Default: now. */
  packed_at?: string | null
  shipped_at?: string | null
  delivered_at?: string | null
  metadata?: Record<string, unknown> | null
  /** Who does it. */
  by: string
}

/** A parcel that is about to be made, with how many of which lines are in it. */
export type ParcelDraft = FulfillmentDraft & { lines: ItemQuantity[] }

/**
 * Counts the goods of a packed parcel as fulfilled and takes them out of the stock. What names no line of the order is written
 * on the parcel and nothing else. Run it in a transaction: the order is locked.
 *
 * @throws StoaError as `draftFulfillment`, and `invalid_data` for a shipping option of another provider
 */
export async function draftParcel(container: Container, wanted: WantedParcel): Promise<ParcelDraft> {
  const { order_id, location_id, provider_id } = wanted
  const orders = container.resolve(OrderService)
  await orders.lockOrder(order_id)
  container.resolve(FulfillmentProviders).get(provider_id)
  const named = [...new Set(wanted.items.flatMap(({ line_item_id }) => line_item_id ?? []))]
  const present = await parcelLines(
    container,
    order_id,
    named.map((id) => ({ id, quantity: 0 })),
  )
  const quantities = lineQuantities(wanted.items, present)
  const id = createId('ful')
  if (quantities.length > 0) await orders.fulfillItems(order_id, id, quantities)
  await refuseCancellation(container, order_id)
  const counts = new Map(quantities.map((line) => [line.id, String(line.quantity)]))
  const lines = present.map((line) => ({ ...line, quantity: counts.get(line.id) as string }))
  const isShipped = lines.length === 0 || requiresShipping(lines)
  const optionId = wanted.shipping_option_id ?? undefined
  const option =
    optionId === undefined
      ? undefined
      : await parcelOption(container, order_id, lines, { optionId, isShipped })
  if (option && option.provider_id !== provider_id) {
    throw new StoaError(
      'invalid_data',
      `Shipping option ${option.id} is of provider ${option.provider_id}, not of ${provider_id}. Name that one, or another option.`,
    )
  }
  const draft = await pack(container, wanted, { id, lines, isShipped, option, provider_id, location_id })
  const { parcel, data } = draft
  const { packed_at = parcel.values.packed_at, shipped_at = null, delivered_at = null } = wanted
  const marked_shipped_by = shipped_at === null ? null : wanted.by
  return {
    ...draft,
    parcel: {
      ...parcel,
      values: { ...parcel.values, packed_at, shipped_at, marked_shipped_by, delivered_at },
      items: [...parcel.items.map((item) => asPacked(item, wanted.items)), ...looseItems(wanted.items)],
    },
    data: { ...data, ...wanted.data },
    lines: quantities,
  }
}

type Item = FulfillmentDraft['parcel']['items'][number]

/** Quantities are what leaves the stock; names are those of whoever packed it. */
function asPacked(item: Item, packed: readonly PackedItem[]): Item {
  const said = packed.find(
    ({ line_item_id, inventory_item_id }) =>
      line_item_id === item.line_item_id &&
      (inventory_item_id ?? item.inventory_item_id) === item.inventory_item_id,
  )
  return said ? { ...item, title: said.title, sku: said.sku, barcode: said.barcode } : item
}

const looseItems = (packed: readonly PackedItem[]): Item[] =>
  packed
    .filter(({ line_item_id }) => !line_item_id)
    .map(({ title, sku, barcode, quantity, inventory_item_id = null }) => ({
      title,
      sku,
      barcode,
      quantity: String(quantity),
      line_item_id: null,
      inventory_item_id,
    }))
