import { Events } from '@stoa/events'
import { type CreatedParcel, FulfillmentProviders, FulfillmentService } from '@stoa/fulfillment'
import { InventoryService } from '@stoa/inventory'
import { type Container, Database } from '@stoa/kernel'
import { OrderService } from '@stoa/order'
import { createLinks } from '@stoa/query'
import { defineWorkflow } from '@stoa/workflows'
import { draftFulfillment, type WantedFulfillment } from '../fulfillments/draft-fulfillment.ts'
import type { FulfillmentDraft } from '../fulfillments/pack.ts'
import { orderFulfillment } from '../links.ts'
import { makeParcel } from './make-parcel.ts'

/**
 * Sends goods of an order: they are counted as fulfilled and leave the stock, their provider makes a parcel of them, and only
 * then is the fulfillment there. Where the provider refuses, all of it is taken back.
 *
 * @returns the fulfillment's id
 */
export const createFulfillment = defineWorkflow(
  'create-fulfillment',
  async (wanted: WantedFulfillment, { step, container }): Promise<{ fulfillment_id: string }> => {
    const draft = (await step('take items', () => draftFulfillment(container, wanted), {
      undo: (taken) => giveBack(container, wanted.order_id, taken as FulfillmentDraft),
    })) as FulfillmentDraft
    const made = await makeParcel(step, container, draft.provider_id, (key) =>
      callProvider(container, draft, key),
    )
    return step('record fulfillment', () => record(container, wanted, draft, made))
  },
)

/** Takes back what was drafted. */
export async function giveBack(
  container: Container,
  orderId: string,
  { parcel, deducted }: FulfillmentDraft,
): Promise<void> {
  await container.resolve(OrderService).forgetFulfillment(orderId, parcel.id)
  await container.resolve(InventoryService).restock(deducted)
}

/** Has the provider make the parcel. */
export function callProvider(
  container: Container,
  { provider_id, data, order, parcel }: FulfillmentDraft,
  idempotency_key: string,
): Promise<CreatedParcel> {
  const { id, values, delivery_address, items } = parcel
  const provider = container.resolve(FulfillmentProviders).get(provider_id as string)
  const fulfillment = { id, ...values, delivery_address }
  return provider.createFulfillment(data, items, order, fulfillment, { idempotency_key })
}

/** Writes the parcel down, as the order's. */
export async function record(
  container: Container,
  { order_id, no_notification = false }: Pick<WantedFulfillment, 'order_id' | 'no_notification'>,
  { parcel }: FulfillmentDraft,
  made: CreatedParcel | undefined,
): Promise<{ fulfillment_id: string }> {
  const { id: fulfillment_id } = parcel
  const values = { ...parcel.values, data: made?.data ?? {} }
  await container
    .resolve(FulfillmentService)
    .addParcel({ ...parcel, values, items: [...parcel.items], labels: made?.labels ?? [] })
  await createLinks(container.resolve(Database), orderFulfillment, [{ order_id, fulfillment_id }])
  await container
    .resolve(Events)
    .emit('order.fulfillment_created', { id: order_id, order_id, fulfillment_id, no_notification })
  return { fulfillment_id }
}
