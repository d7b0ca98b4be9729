import { FulfillmentProviders, FulfillmentService } from '@stoa/fulfillment'
import type { Container } from '@stoa/kernel'
import type { Step } from '@stoa/workflows'

/** A parcel's provider and what that knows of it. */
export interface MadeParcel {
  provider_id: string | null
  data: Record<string, unknown> | null
}

/**
 * The steps in which a parcel and then its provider call it off. Where the provider refuses, the parcel stays as it is.
 *
 * @param find finds it, and locks what is to be locked before it
 */
export async function callOffParcel(
  step: Step,
  container: Container,
  id: string,
  find: () => Promise<MadeParcel>,
): Promise<void> {
  const fulfillments = container.resolve(FulfillmentService)
  const begin = async (): Promise<MadeParcel> => {
    const { provider_id, data } = await find()
    if (provider_id !== null) container.resolve(FulfillmentProviders).get(provider_id)
    await fulfillments.cancelParcel(id)
    return { provider_id, data }
  }
  const parcel = await step('begin cancellation', begin, { undo: () => fulfillments.keepParcel(id) })
  await callOffAtProvider(step, container, 'cancel parcel', parcel)
}

/** The step in which the provider of a parcel calls it off. */
export async function callOffAtProvider(
  step: Step,
  container: Container,
  name: string,
  { provider_id, data }: MadeParcel,
): Promise<void> {
  if (provider_id === null) return
  const provider = container.resolve(FulfillmentProviders).get(provider_id)
  await step(name, () => provider.cancelFulfillment(data ?? {}), { external: true })
}
