import { type Container, Database, StoaError } from '@stoa/kernel'

/** A fulfillment's provider and what that knows of it. */
export interface FulfillmentOfOrder {
  provider_id: string | null
  data: Record<string, unknown> | null
}

const OF_ORDER = `
select f.provider_id, f.data from stoa_link.order_fulfillment link
join stoa_fulfillment.fulfillment f on f.id = link.fulfillment_id and f.deleted_at is null
where link.order_id = $1 and link.fulfillment_id = $2`

/** @throws StoaError `not_found` for a fulfillment that is not there, or another order's */
export async function assertOfOrder(
  container: Container,
  orderId: string,
  fulfillmentId: string,
): Promise<FulfillmentOfOrder> {
  const [found] = await container
    .resolve(Database)
    .query<FulfillmentOfOrder>(OF_ORDER, [orderId, fulfillmentId])
  if (found) return found
  throw new StoaError('not_found', `Fulfillment with id: ${fulfillmentId} was not found for order ${orderId}`)
}
