import { BigNumber, type Database, StoaError } from '@stoa/kernel'
import { forgetItems } from './forget-items.ts'
import { type ItemQuantity, moveItems, sumOfItems } from './item-progress.ts'
import { lockForGoods, lockOrder } from './lock-order.ts'

/** How many of a line are in a parcel, and how many of those are on their way. Decimals in text. */
interface ParcelLine {
  id: string
  fulfilled: string
  shipped: string
}

const PARCEL = `
select details ->> 'reference_id' as id,
  trim_scale(coalesce(sum((details ->> 'quantity')::numeric) filter (where action = 'FULFILL_ITEM'), 0)
    - coalesce(sum((details ->> 'quantity')::numeric) filter (where action = 'CANCEL_ITEM_FULFILLMENT'), 0))::text as fulfilled,
  trim_scale(coalesce(sum((details ->> 'quantity')::numeric) filter (where action = 'SHIP_ITEM'), 0))::text as shipped
from stoa_order.order_change_action
where order_id = $1 and reference_id = $2 and order_change_id is null and deleted_at is null group by 1 order by 1`

const parcelOf = (database: Database, orderId: string, fulfillmentId: string) =>
  database.query<ParcelLine>(PARCEL, [orderId, fulfillmentId])

const withFulfillment = (reference_id: string) => ({ reference: 'fulfillment', reference_id }) as const

export async function fulfillItems(
  database: Database,
  orderId: string,
  fulfillmentId: string,
  items: readonly ItemQuantity[],
): Promise<void> {
  const wanted = sumOfItems(items)
  await database.transaction(async () => {
    const order = await lockForGoods(database, orderId)
    await moveItems(database, order, 'fulfill', wanted, withFulfillment(fulfillmentId))
  })
}

export async function forgetFulfillment(
  database: Database,
  orderId: string,
  fulfillmentId: string,
): Promise<void> {
  await database.transaction(async () => {
    const { version } = await lockOrder(database, orderId)
    await forgetItems(database, { id: orderId, version }, 'FULFILL_ITEM', fulfillmentId)
  })
}

export async function cancelFulfilledItems(
  database: Database,
  orderId: string,
  fulfillmentId: string,
): Promise<void> {
  await database.transaction(async () => {
    const order = await lockForGoods(database, orderId)
    const lines = (await parcelOf(database, orderId, fulfillmentId)).filter(
      ({ fulfilled }) => fulfilled !== '0',
    )
    const items = lines.map(({ id, fulfilled: quantity }) => ({ id, quantity }))
    await moveItems(database, order, 'cancel_fulfillment', items, withFulfillment(fulfillmentId))
  })
}

export async function shipItems(
  database: Database,
  orderId: string,
  fulfillmentId: string,
  items: readonly ItemQuantity[],
): Promise<void> {
  const wanted = sumOfItems(items)
  await database.transaction(async () => {
    const order = await lockForGoods(database, orderId)
    const parcel = new Map((await parcelOf(database, orderId, fulfillmentId)).map((line) => [line.id, line]))
    for (const { id, quantity } of wanted) {
      const { fulfilled = '0', shipped = '0' } = parcel.get(id) ?? {}
      const left = BigNumber(fulfilled).minus(shipped)
      if (left.gte(quantity)) continue
      throw new StoaError(
        'invalid_data',
        `${left.toFixed()} of item ${id}, not ${quantity}, are left to be shipped with fulfillment ${fulfillmentId}.`,
      )
    }
    await moveItems(database, order, 'ship', wanted, withFulfillment(fulfillmentId))
  })
}

export async function shipAllItems(
  database: Database,
  orderId: string,
  fulfillmentId: string,
): Promise<void> {
  await database.transaction(async () => {
    const order = await lockForGoods(database, orderId)
    const items = (await parcelOf(database, orderId, fulfillmentId))
      .map(({ id, fulfilled, shipped }) => ({ id, quantity: BigNumber(fulfilled).minus(shipped).toFixed() }))
      .filter(({ quantity }) => quantity !== '0')
    if (items.length > 0) await moveItems(database, order, 'ship', items, withFulfillment(fulfillmentId))
  })
}

export async function deliverItems(
  database: Database,
  orderId: string,
  fulfillmentId: string,
): Promise<void> {
  await database.transaction(async () => {
    const order = await lockForGoods(database, orderId)
    const lines = await parcelOf(database, orderId, fulfillmentId)
    // Without a shipment the buyer took the goods away: then all of them are there.
    const isShipped = lines.some(({ shipped }) => shipped !== '0')
    const items = lines
      .map(({ id, fulfilled, shipped }) => ({ id, quantity: isShipped ? shipped : fulfilled }))
      .filter(({ quantity }) => quantity !== '0')
    await moveItems(database, order, 'deliver', items, withFulfillment(fulfillmentId))
  })
}
