import { FulfillmentProviders, FulfillmentService } from '@stoa/fulfillment'
import { Database } from '@stoa/kernel'
import { OrderService } from '@stoa/order'
import { defineWorkflow } from '@stoa/workflows'

interface Parcel {
  id: string
  provider_id: string | null
  data: Record<string, unknown> | null
}

const PARCELS = `
select f.id, f.provider_id, f.data from stoa_link.return_fulfillment link
join stoa_fulfillment.fulfillment f on f.id = link.fulfillment_id and f.deleted_at is null
where link.return_id = $1 and f.canceled_at is null order by f.id`

/**
 * Calls a return off: the provider of its parcel first, and then its goods stay where they are and its way back is no longer
 * owed. Where the provider refuses, the return stays as it is.
 */
export const cancelReturn = defineWorkflow(
  'cancel-return',
  async ({ return_id, by }: { return_id: string; by: string | null }, { step, container }) => {
    const orders = container.resolve(OrderService)
    const parcels = await step('check return', async () => {
      await orders.assertReturnCancelable(return_id)
      return container.resolve(Database).query<Parcel & object>(PARCELS, [return_id])
    })
    for (const { id, provider_id, data } of parcels) {
      if (provider_id === null) continue
      const provider = container.resolve(FulfillmentProviders).get(provider_id)
      await step(`cancel parcel ${id}`, () => provider.cancelFulfillment(data ?? {}), { external: true })
    }
    await step('cancel return', async () => {
      await orders.cancelReturn(return_id, by)
      for (const { id } of parcels) await container.resolve(FulfillmentService).cancelParcel(id)
    })
  },
)
