import { type Container, createId } from '@stoa/kernel'
import { OrderService, type WantedReturnItem } from '@stoa/order'
import { fixedPrice, type PricedShippingOption } from '@stoa/settings'
import { findShippingOption } from '../changes/new-shipping-method.ts'
import { type SoldOrder, soldOrder } from '../changes/sold-order.ts'
import { draftReturnParcel, type ReturnParcel } from './return-parcel.ts'

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
  order: SoldOrder
  option: Pick<PricedShippingOption, 'id' | 'name' | 'price_type' | 'provider_id' | 'data'>
  /** A decimal in text; none where the provider computes it. */
  price: { amount: string; is_tax_inclusive: boolean } | null
  /** What brings the goods back. */
  back: ReturnParcel
}

/**
 * Counts items as going back, and finds out how. Run it in a transaction: the order is locked.
 *
 * @throws StoaError `not_found` for an order or reason that is not there; `invalid_data` for a cancelled order, more than is
 *   left to go back, a shipping option that is no way back for this order, and a location its goods do not come from
 */
export async function draftReturn(container: Container, wanted: WantedReturn): Promise<ReturnDraft> {
  const { order_id, items, option_id, location_id } = wanted
  const id = createId('return')
  await container.resolve(OrderService).takeReturnItems(order_id, id, items)
  const order = await soldOrder(container, order_id)
  const option = await findShippingOption(container, order, option_id, { is_return: true, in_store: true })
  const { name, price_type, provider_id, data } = option
  const price = fixedPrice(option)
  return {
    id,
    order,
    option: { id: option_id, name, price_type, provider_id, data },
    price: price ? { ...price, amount: price.amount.toFixed() } : null,
    back: await draftReturnParcel(container, order, items, option, location_id),
  }
}
