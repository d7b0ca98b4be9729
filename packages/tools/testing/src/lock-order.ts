import { withClient } from './admin.ts'
import { untilBlocked } from './until-blocked.ts'

/** A row that is to be locked in its turn. */
export interface LockedRow {
  /** Such as `cart`. */
  name: string
  /** With its schema: `stoa_cart.cart`. */
  table: string
  id: string
}

/** What became of {@link watchLocks}. */
export interface WatchedLocks {
  /** The rows that the call waits for, in the given order. */
  waitedFor: string[]
  /** `later row before earlier row`, for each that it holds while it waits for one that comes before it. */
  breaches: string[]
}

/**
 * Finds out in which order a call locks rows. Each row in turn is locked by somebody else; once the call waits for it, no row
 * that comes after it may be held by the call.
 *
 * @param url the database, as given by `createTestDatabase`; nothing else may go on in it
 * @param arrange makes what the call needs; asked anew for each row
 * @example
 * expect(await watchLocks(url, arrangeOrder)).toEqual({ waitedFor: ['cart', 'inventory level'], breaches: [] })
 */
export async function watchLocks(
  url: string,
  arrange: () => Promise<{ rows: readonly LockedRow[]; call: () => Promise<unknown> }>,
): Promise<WatchedLocks> {
  const watched: WatchedLocks = { waitedFor: [], breaches: [] }
  for (let turn = 0, last = 1; turn < last; turn += 1) {
    const { rows, call } = await arrange()
    last = rows.length
    await watchOne(url, rows, turn, call, watched)
  }
  return watched
}

async function watchOne(
  url: string,
  rows: readonly LockedRow[],
  turn: number,
  call: () => Promise<unknown>,
  { waitedFor, breaches }: WatchedLocks,
): Promise<void> {
  const row = rows[turn] as LockedRow
  await withClient(url, async (holder) => {
    await holder.query('begin')
    await holder.query(lock(row), [row.id])
    let over = false
    const called = call().finally(() => {
      over = true
    })
    // Whatever it ends with is the caller's, below.
    called.catch(() => undefined)
    if (await isBlocked(url, () => over)) {
      waitedFor.push(row.name)
      for (const later of rows.slice(turn + 1)) {
        if (await isHeld(url, later)) breaches.push(`${later.name} before ${row.name}`)
      }
    }
    await holder.query('rollback')
    await called
  })
}

const lock = ({ table }: LockedRow) => `select from ${table} where id = $1 for update`

/** Whether the call comes to wait, rather than to its end. */
async function isBlocked(url: string, over: () => boolean): Promise<boolean> {
  while (!over()) {
    const blocked = await untilBlocked(url, 1, 20).then(
      () => true,
      () => false,
    )
    if (blocked) return true
  }
  return false
}

async function isHeld(url: string, row: LockedRow): Promise<boolean> {
  return withClient(url, async (client) => {
    try {
      await client.query(`${lock(row)} nowait`, [row.id])
      return false
    } catch (error) {
      if ((error as { code?: string }).code === LOCK_NOT_AVAILABLE) return true
      throw error
    }
  })
}

const LOCK_NOT_AVAILABLE = '55P03'
