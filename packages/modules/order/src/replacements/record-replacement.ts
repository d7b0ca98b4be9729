import { BigNumber, createId, type Database, writeTogether } from '@stoa/kernel'
import { actionsOf, type StoredAction } from '../changes/change-actions.ts'
import type { OpenChange } from '../changes/open-change.ts'
import { type ReplacementKind, replacementOf, replacements } from './kinds.ts'

/**
 * Writes down what is sent with an exchange or a claim, and what was claimed.
 *
 * @param difference_due what the buyer owes for an exchange, once the goods are back; below 0 what the shop owes
 */
export async function recordReplacement(
  database: Database,
  change: OpenChange,
  { difference_due }: { difference_due?: BigNumber.Value } = {},
): Promise<void> {
  const kind = change.change_type as ReplacementKind
  const { table, items, key, item: prefix } = replacements[kind]
  const owner = replacementOf(change)
  const actions = await actionsOf(database, change.id)
  const now = new Date().toISOString()
  const row = ({ details }: StoredAction, more: object) => ({
    id: createId(prefix),
    [key]: owner,
    item_id: details.reference_id,
    quantity: BigNumber(details.quantity ?? 0).toFixed(),
    ...more,
    created_at: now,
    updated_at: now,
  })
  const sent = actions
    .filter(({ action }) => action === 'ITEM_ADD')
    .map((action) =>
      row(
        action,
        kind === 'claim' ? { is_additional_item: true, reason: null, note: null, metadata: null } : {},
      ),
    )
  const claimed = actions
    .filter(({ action }) => action === 'WRITE_OFF_ITEM')
    .map((action) => {
      const { reason = null, note = null, metadata = null } = action.details
      return row(action, { is_additional_item: false, reason, note, metadata })
    })
  await writeTogether(database, [
    { insert: `stoa_order.${items}`, rows: [...sent, ...claimed] },
    ...(difference_due === undefined
      ? []
      : [
          {
            update: `stoa_order.${table}`,
            rows: [{ id: owner, difference_due: BigNumber(difference_due).toFixed() }],
          },
        ]),
  ])
}
