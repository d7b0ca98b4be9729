import { createId, type Database, writeTogether } from '@stoa/kernel'
import { removeActions } from '../changes/change-actions.ts'
import { type OpenChange, openChange } from '../changes/open-change.ts'
import { settleChange } from '../changes/settle-change.ts'
import { lockOrder } from '../lock-order.ts'
import { insertReturn } from '../returns/open-return.ts'
import { type ReplacementKind, replacementOf, replacements } from './kinds.ts'

/** An exchange or a claim that a shopkeeper begins. */
export interface BegunReplacement {
  order_id: string
  by: string | null
  /** Of a claim: whether money goes back, or other goods are sent. */
  type?: 'refund' | 'replace'
  description?: string | undefined
  /** For shopkeepers only. */
  internal_note?: string | undefined
  metadata?: Readonly<Record<string, unknown>> | null | undefined
}

/** Begins an exchange or a claim, with the change in which it is put together. Gives its id. */
export async function openReplacement(
  database: Database,
  kind: ReplacementKind,
  { order_id, by, type, description, internal_note, metadata = null }: BegunReplacement,
): Promise<string> {
  const { table, key, id: prefix } = replacements[kind]
  return database.transaction(async () => {
    const { version } = await lockOrder(database, order_id)
    const id = createId(prefix)
    const now = new Date().toISOString()
    const own = kind === 'claim' ? { type } : { allow_backorder: false }
    const row = { id, order_id, order_version: version, created_by: by, metadata, ...own }
    await writeTogether(database, [
      { insert: `stoa_order.${table}`, rows: [{ ...row, created_at: now, updated_at: now }] },
    ])
    await openChange(database, {
      order_id,
      change_type: kind,
      [key]: id,
      by,
      ...(description === undefined ? {} : { description }),
      ...(internal_note === undefined ? {} : { internal_note }),
    })
    return id
  })
}

/**
 * The return with which goods go back, of an exchange or a claim that is put together; it begins where there is none.
 *
 * @param location_id where the goods are to come. Default: what was said before
 */
export async function returnOfReplacement(
  database: Database,
  change: OpenChange,
  location_id?: string,
): Promise<string> {
  const { table, key } = replacements[change.change_type as ReplacementKind]
  const owner = replacementOf(change)
  const [row] = await database.query<{ return_id: string | null }>(
    `select return_id from stoa_order.${table} where id = $1`,
    [owner],
  )
  if (row?.return_id) {
    if (location_id !== undefined) {
      await database.query(
        'update stoa_order."return" set location_id = $2, updated_at = now() where id = $1',
        [row.return_id, location_id],
      )
    }
    return row.return_id
  }
  const opened = { order_id: change.order_id, by: null, location_id, [key]: owner }
  const id = await insertReturn(database, opened, change)
  await database.query(`update stoa_order.${table} set return_id = $2, updated_at = now() where id = $1`, [
    owner,
    id,
  ])
  return id
}

/** Gives an exchange or a claim up that is still being put together, with its return. */
export async function giveUpReplacement(
  database: Database,
  change: OpenChange,
  by: string | null,
): Promise<void> {
  const { table, key } = replacements[change.change_type as ReplacementKind]
  await removeActions(database, change.id)
  await settleChange(database, change.id, 'canceled', by)
  await database.query(
    `with gone as (update stoa_order."return" set deleted_at = now() where ${key} = $1)
     update stoa_order.${table} set deleted_at = now() where id = $1`,
    [replacementOf(change)],
  )
}
