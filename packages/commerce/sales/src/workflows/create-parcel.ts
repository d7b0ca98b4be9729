import { Events } from '@stoa/events'
import type { Container } from '@stoa/kernel'
import { OrderService } from '@stoa/order'
import { defineWorkflow } from '@stoa/workflows'
import { draftParcel, type ParcelDraft, type WantedParcel } from '../fulfillments/draft-parcel.ts'
import { callProvider, giveBack, record } from './create-fulfillment.ts'
import { makeParcel } from './make-parcel.ts'

/**
 * Sends a parcel of which all is said: where it lies, who carries it, what is in it. As `create-fulfillment` it counts goods, takes
 * them out of the stock and calls the provider, and takes all of it back where that refuses.
 *
 * @returns the fulfillment's id
 */
export const createParcel = defineWorkflow(
  'create-parcel',
  async (wanted: WantedParcel, { step, container }): Promise<{ fulfillment_id: string }> => {
    const draft = (await step('take items', () => draftParcel(container, wanted), {
      undo: (taken) => giveBack(container, wanted.order_id, taken as ParcelDraft),
    })) as ParcelDraft
    const made = await makeParcel(step, container, draft.provider_id, (key) =>
      callProvider(container, draft, key),
    )
    return step('record fulfillment', async () => {
      const labels = [...(made?.labels ?? []), ...wanted.labels]
      const recorded = await record(container, wanted, draft, { data: made?.data ?? {}, labels })
      await moveOn(container, wanted, draft)
      return recorded
    })
  },
)

/** A parcel that is on its way already, or there, takes its goods along. */
async function moveOn(
  container: Container,
  { order_id, shipped_at = null, delivered_at = null }: WantedParcel,
  { parcel: { id }, lines }: ParcelDraft,
): Promise<void> {
  const orders = container.resolve(OrderService)
  const events = container.resolve(Events)
  const told = { id, no_notification: false }
  if (shipped_at !== null) {
    if (lines.length > 0) await orders.shipItems(order_id, id, lines)
    await events.emit('shipment.created', told)
  }
  if (delivered_at !== null) {
    await orders.deliverItems(order_id, id)
    await events.emit('delivery.created', told)
  }
}
