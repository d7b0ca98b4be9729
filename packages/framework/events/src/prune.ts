import type { Database } from '@stoa/kernel'

/** Rows removed by one statement: enough to be quick, and far from the longest that a statement may take. */
const BATCH = 5_000

const EVENTS = `
  delete from stoa_events.event where id = any(array(
    select e.id from stoa_events.event e
    where e.dispatched_at < now() - $1::float8 * interval '1 day'
      and not exists (select from stoa_events.redelivery r where r.event_id = e.id)
    limit ${BATCH}))
  returning 1`

const INBOX = `
  delete from stoa_events.inbox where (subscriber, event_id) in (
    select i.subscriber, i.event_id from stoa_events.inbox i
    where i.done_at < now() - $1::float8 * interval '1 day'
      and not exists (select from stoa_events.event e where e.id = i.event_id)
    limit ${BATCH})
  returning 1`

/**
 * Removes events that are out of the replay window, and the notes about who has dealt with them. What is dead or still
 * to be tried again stays.
 *
 * @param days how long dispatched events are kept
 * @returns how many events went
 */
export async function prune(database: Database, days: number): Promise<number> {
  const removed = await inBatches(database, EVENTS, days)
  await inBatches(database, INBOX, days)
  return removed
}

async function inBatches(database: Database, statement: string, days: number): Promise<number> {
  let total = 0
  while (true) {
    const removed = await database.query(statement, [days])
    total += removed.length
    if (removed.length < BATCH) return total
  }
}
