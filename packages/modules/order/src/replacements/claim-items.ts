import { BigNumber, type Database } from '@stoa/kernel'
import { addActions, findAction, updateAction } from '../changes/change-actions.ts'
import type { OpenChange } from '../changes/open-change.ts'
import type { ItemQuantity } from '../item-progress.ts'

/** Goods with which something is wrong. */
export interface ClaimedItem extends ItemQuantity {
  reason?: 'missing_item' | 'wrong_item' | 'production_failure' | 'other' | undefined
  note?: string | null | undefined
  /** For shopkeepers only. */
  internal_note?: string | null | undefined
  metadata?: Readonly<Record<string, unknown>> | null | undefined
}

/** Lets an open claim be about goods: they are written off with it. */
export async function addClaimItems(
  database: Database,
  change: OpenChange,
  items: readonly ClaimedItem[],
): Promise<void> {
  await addActions(
    database,
    change,
    items.map(({ id, quantity, internal_note = null, ...said }) => ({
      action: 'WRITE_OFF_ITEM',
      reference: 'claim',
      reference_id: change.claim_id,
      details: { reference_id: id, quantity: BigNumber(quantity).toNumber(), ...said },
      internal_note,
    })),
  )
}

/** Says anew what an open claim is about. What is not named stays. */
export async function updateClaimItem(
  database: Database,
  change: OpenChange,
  actionId: string,
  {
    quantity,
    internal_note,
    ...said
  }: Partial<Omit<ClaimedItem, 'id'>> & { reason_id?: string | null | undefined },
): Promise<void> {
  await findAction(database, change, actionId, ['WRITE_OFF_ITEM'])
  const details = { ...said, ...(quantity === undefined ? {} : { quantity: BigNumber(quantity).toNumber() }) }
  await updateAction(database, change, actionId, { details, internal_note })
}
