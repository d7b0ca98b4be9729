import { FulfillmentService } from '@stoa/fulfillment'
import { type Container, Database } from '@stoa/kernel'
import { OrderService } from '@stoa/order'
import { defineWorkflow, type Step } from '@stoa/workflows'
import { callOffAtProvider, type MadeParcel } from './call-off-parcel.ts'

interface Parcel extends MadeParcel {
  id: string
}

const PARCELS = `
select f.id, f.provider_id, f.data from stoa_link.return_fulfillment link
join stoa_fulfillment.fulfillment f on f.id = link.fulfillment_id and f.deleted_at is null
where link.return_id = $1 and f.canceled_at is null order by f.id`

/** The parcels with which goods of a return are on their way. */
export const parcelsOfReturn = (container: Container, returnId: string): Promise<Parcel[]> =>
  container.resolve(Database).query<Parcel & object>(PARCELS, [returnId])

/** The steps in which providers call parcels off. */
export async function cancelReturnParcels(
  step: Step,
  container: Container,
  parcels: readonly Parcel[],
): Promise<void> {
  for (const parcel of parcels) await callOffAtProvider(step, container, `cancel parcel ${parcel.id}`, parcel)
}

/** Writes down that a return is called off, with its parcels. Run it in a transaction. */
export async function closeReturn(
  container: Container,
  returnId: string,
  parcels: readonly Parcel[],
  by: string | null,
): Promise<void> {
  await container.resolve(OrderService).cancelReturn(returnId, by)
  for (const { id } of parcels) await container.resolve(FulfillmentService).cancelParcel(id)
}

/**
 * Calls a return off: the provider of its parcel first, and then its goods stay where they are and its way back is no longer
 * owed. Where the provider refuses, the return stays as it is.
 */
export const cancelReturn = defineWorkflow(
  'cancel-return',
  async ({ return_id, by }: { return_id: string; by: string | null }, { step, container }) => {
    const parcels = await step('check return', async () => {
      await container.resolve(OrderService).assertReturnCancelable(return_id)
      return parcelsOfReturn(container, return_id)
    })
    await cancelReturnParcels(step, container, parcels)
    await step('cancel return', () => closeReturn(container, return_id, parcels, by))
  },
)
