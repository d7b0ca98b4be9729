import { FulfillmentService } from '@stoa/fulfillment'
import { defineWorkflow } from '@stoa/workflows'
import { callOffParcel } from './call-off-parcel.ts'

/**
 * Calls a parcel off that brings goods back, or is of no order: its provider, and then itself. Goods are nobody's concern here.
 * Where the provider refuses, the parcel stays as it is.
 */
export const cancelParcel = defineWorkflow(
  'cancel-parcel',
  async ({ fulfillment_id }: { fulfillment_id: string }, { step, container }) => {
    await callOffParcel(step, container, fulfillment_id, async () => {
      const { provider_id = null, data } = await container
        .resolve(FulfillmentService)
        .retrieveFulfillment(fulfillment_id)
      return { provider_id, data: data ?? null }
    })
  },
)
