import { FulfillmentProviders, FulfillmentService } from '@stoa/fulfillment'
import type { Container } from '@stoa/kernel'
import { defineWorkflow } from '@stoa/workflows'

/**
 * Calls a parcel off that brings goods back, or is of no order: its provider, and then itself. Goods are nobody's concern here.
 * Where the provider refuses, the parcel stays as it is.
 */
export const cancelParcel = defineWorkflow(
  'cancel-parcel',
  async ({ fulfillment_id }: { fulfillment_id: string }, { step, container }) => {
    const fulfillments = container.resolve(FulfillmentService)
    const { provider_id, data } = await step('begin cancellation', () => begin(container, fulfillment_id), {
      undo: () => fulfillments.keepParcel(fulfillment_id),
    })
    if (provider_id === null) return
    await step(
      'cancel parcel',
      () =>
        container
          .resolve(FulfillmentProviders)
          .get(provider_id)
          .cancelFulfillment(data ?? {}),
      { external: true },
    )
  },
)

async function begin(container: Container, id: string) {
  const fulfillments = container.resolve(FulfillmentService)
  const { provider_id = null, data } = await fulfillments.retrieveFulfillment(id)
  if (provider_id !== null) container.resolve(FulfillmentProviders).get(provider_id)
  await fulfillments.cancelParcel(id)
  return { provider_id, data }
}
