import type { Container } from '@stoa/kernel'
import { Database } from '@stoa/kernel'
import { type OpenChange, OrderService, type WantedReturnItem } from '@stoa/order'
import { findShippingOption } from '../changes/new-shipping-method.ts'
import { soldOrder } from '../changes/sold-order.ts'
import { draftReturnParcel, locationOf, type ReturnParcel } from './return-parcel.ts'

/** A return that is about to be asked for: its items are counted. */
export interface RequestDraft {
  items: WantedReturnItem[]
  location_id: string | null
  /** What brings the goods back; none where nothing is said of it. */
  back: ReturnParcel | null
}

const WAY = `
select m.shipping_option_id as id from stoa_order.order_change_action a
join stoa_order.order_shipping_method m on m.id = a.reference_id
where a.order_change_id = $1 and a.return_id = $2 and a.action = 'SHIPPING_ADD' and a.deleted_at is null
order by a.ordering desc limit 1`

/**
 * Counts what an open change asks back with a return, and finds out how it comes. Run it in the transaction that locked the
 * change.
 *
 * @throws StoaError `invalid_data` for nothing to go back, more than is left to, a shipping option that is no way back, and a
 *   location that the order's goods do not come from
 */
export async function draftRequest(
  container: Container,
  change: OpenChange,
  returnId: string,
): Promise<RequestDraft> {
  const orders = container.resolve(OrderService)
  const items = await orders.countReturn(change, returnId)
  const order = await soldOrder(container, change.order_id)
  const { location_id } = await orders.lockReturn(returnId)
  const [way] = await container.resolve(Database).query<{ id: string }>(WAY, [change.id, returnId])
  if (!way) {
    if (location_id !== null) await locationOf(container, order, location_id)
    return { items, location_id, back: null }
  }
  const option = await findShippingOption(container, order, way.id, { is_return: true })
  const back = await draftReturnParcel(container, order, items, option, location_id)
  return { items, location_id: back.location_id, back }
}
