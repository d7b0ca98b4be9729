import type { CreatedParcel } from '@stoa/fulfillment'
import type { Container } from '@stoa/kernel'
import type { Step } from '@stoa/workflows'
import { callReturnProvider, type ReturnParcel } from '../returns/return-parcel.ts'
import { makeParcel } from './make-parcel.ts'

/** The step in which the provider of a return's shipping option makes the parcel for the way back. See {@link makeParcel}. */
export async function makeReturnParcel(
  step: Step,
  container: Container,
  back: ReturnParcel | null,
): Promise<CreatedParcel | undefined> {
  if (back === null) return undefined
  return makeParcel(step, container, back.provider_id, (key) => callReturnProvider(container, back, key))
}
