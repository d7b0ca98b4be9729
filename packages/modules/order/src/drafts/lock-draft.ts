import type { Database } from '@stoa/kernel'
import { findOpenChange, type OpenChange } from '../changes/open-change.ts'
import { assertDraft, assertNotCanceled, lockOrder } from '../lock-order.ts'

/** A draft that is locked. */
export interface LockedDraft {
  id: string
  version: number
  /** Its open edit. */
  change: OpenChange | undefined
}

/**
 * Locks a draft until the open transaction ends, so that nothing else is decided for it meanwhile.
 *
 * @throws StoaError `not_found`; `invalid_data` for an order that is no draft
 */
export async function lockDraft(database: Database, orderId: string): Promise<LockedDraft> {
  const order = await lockOrder(database, orderId)
  assertNotCanceled(orderId, order)
  assertDraft(orderId, order)
  const { version } = order
  return { id: orderId, version, change: await findOpenChange(database, orderId, order) }
}
