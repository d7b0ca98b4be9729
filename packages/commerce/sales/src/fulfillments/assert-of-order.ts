import { type Container, Database, StoaError } from '@stoa/kernel'
import type { MadeParcel } from '../workflows/call-off-parcel.ts'

const OF_ORDER = `
select f.provider_id, f.data from stoa_link.order_fulfillment link
join stoa_fulfillment.fulfillment f on f.id = link.fulfillment_id and f.deleted_at is null
where link.order_id = $1 and link.fulfillment_id = $2`

/** @throws StoaError `not_found` for a fulfillment that is not there, or another order's */
export async function assertOfOrder(
  container: Container,
  orderId: string,
  fulfillmentId: string,
): Promise<MadeParcel> {
  const [found] = await container.resolve(Database).query<MadeParcel>(OF_ORDER, [orderId, fulfillmentId])
  if (found) return found
  throw new StoaError('not_found', `Fulfillment with id: ${fulfillmentId} was not found for order ${orderId}`)
}
