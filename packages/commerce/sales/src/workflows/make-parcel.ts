import { type CreatedParcel, FulfillmentProviders } from '@stoa/fulfillment'
import type { Container } from '@stoa/kernel'
import type { Step } from '@stoa/workflows'

/**
 * The step in which a provider makes a parcel; it calls it off again where a later step fails.
 *
 * @returns what it made; nothing where there is no provider
 */
export async function makeParcel(
  step: Step,
  container: Container,
  provider_id: string | null,
  make: (idempotency_key: string) => Promise<CreatedParcel>,
): Promise<CreatedParcel | undefined> {
  if (provider_id === null) return undefined
  return step('create parcel', ({ idempotency_key }) => make(idempotency_key), {
    external: true,
    undo: (made, { idempotency_key }) =>
      container
        .resolve(FulfillmentProviders)
        .get(provider_id)
        .cancelFulfillment(made?.data ?? {}, { created_with: idempotency_key }),
  })
}
