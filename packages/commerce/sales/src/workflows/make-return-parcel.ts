import { type CreatedParcel, FulfillmentProviders } from '@stoa/fulfillment'
import type { Container } from '@stoa/kernel'
import type { Step } from '@stoa/workflows'
import { callReturnProvider, type ReturnParcel } from '../returns/return-parcel.ts'

/**
 * The step in which the provider of a return's shipping option makes the parcel for the way back; it calls it off again where
 * a later step fails.
 *
 * @returns what it made; nothing where there is no provider
 */
export async function makeReturnParcel(
  step: Step,
  container: Container,
  back: ReturnParcel | null,
): Promise<CreatedParcel | undefined> {
  const { provider_id = null } = back ?? {}
  if (back === null || provider_id === null) return undefined
  return step(
    'create parcel',
    ({ idempotency_key }) => callReturnProvider(container, back, idempotency_key),
    {
      external: true,
      undo: (made, { idempotency_key }) =>
        container
          .resolve(FulfillmentProviders)
          .get(provider_id)
          .cancelFulfillment(made?.data ?? {}, { created_with: idempotency_key }),
    },
  )
}
