import { createId, type Database, StoaError } from '@stoa/kernel'
import { type OpenChange, openChange } from '../changes/open-change.ts'
import { type LockedOrder, lockOrder } from '../lock-order.ts'

/** A return that a shopkeeper begins. */
export interface OpenedReturn {
  order_id: string
  /** Who begins it. */
  by: string | null
  /** Where the goods are to come. */
  location_id?: string | null | undefined
  /** The exchange or claim that they go back with. */
  exchange_id?: string | null | undefined
  claim_id?: string | null | undefined
  no_notification?: boolean | null | undefined
  metadata?: Readonly<Record<string, unknown>> | null | undefined
}

const INSERT = `
insert into stoa_order."return"
  (id, order_id, order_version, status, location_id, exchange_id, claim_id, no_notification, metadata, created_by)
values ($1, $2, $3, 'open', $4, $5, $6, $7, $8::jsonb, $9)`

/** Writes down a return of which nothing is asked back yet. Its order is locked. */
export async function insertReturn(
  database: Database,
  opened: OpenedReturn,
  { order_version }: Pick<OpenChange, 'order_version'>,
): Promise<string> {
  const { order_id, by, location_id, exchange_id, claim_id, no_notification, metadata } = opened
  const id = createId('return')
  await database.query(INSERT, [
    id,
    order_id,
    order_version,
    location_id ?? null,
    exchange_id ?? null,
    claim_id ?? null,
    no_notification ?? null,
    metadata ? JSON.stringify(metadata) : null,
    by,
  ])
  return id
}

/**
 * Begins a return, with the change in which it is put together.
 *
 * @returns the return's id
 */
export async function openReturn(
  database: Database,
  opened: OpenedReturn & { description?: string | undefined; internal_note?: string | undefined },
): Promise<string> {
  return database.transaction(async () => {
    const { order_id, by, description, internal_note } = opened
    const { version } = await lockOrder(database, order_id)
    const id = await insertReturn(database, opened, { order_version: version })
    await openChange(database, {
      order_id,
      change_type: 'return_request',
      return_id: id,
      by,
      ...(description === undefined ? {} : { description }),
      ...(internal_note === undefined ? {} : { internal_note }),
    })
    return id
  })
}

/** A return as changes need it, of an order that is locked. */
export interface LockedReturn {
  id: string
  order_id: string
  status: string
  location_id: string | null
  exchange_id: string | null
  claim_id: string | null
  order: LockedOrder
}

const READ = `
select id, order_id, status, location_id, exchange_id, claim_id from stoa_order."return"
where id = $1 and deleted_at is null`

/**
 * Locks the order of a return, so call it in a transaction.
 *
 * @throws StoaError `not_found`
 */
export async function lockReturn(database: Database, returnId: string): Promise<LockedReturn> {
  const read = () => database.query<Omit<LockedReturn, 'order'>>(READ, [returnId])
  const [found] = await read()
  if (!found) throw new StoaError('not_found', `Return with id: ${returnId} was not found`)
  const order = await lockOrder(database, found.order_id)
  // Read once more: only now nobody changes it.
  const [row] = await read()
  if (!row) throw new StoaError('not_found', `Return with id: ${returnId} was not found`)
  return { ...row, order }
}
