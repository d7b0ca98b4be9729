import { type Database, deleteInBatches } from '@stoa/kernel'

/**
 * Removes events that are out of the replay window, and the notes about who has dealt with them. What is dead or still
 * to be tried again stays.
 *
 * @param days how long dispatched events are kept
 * @returns how many events went
 */
export async function prune(database: Database, days: number): Promise<number> {
  const over = `now() - $1::float8 * interval '1 day'`
  const removed = await deleteInBatches(
    database,
    'stoa_events.event',
    `dispatched_at < ${over}
       and not exists (select from stoa_events.redelivery r where r.event_id = event.id)`,
    [days],
  )
  await deleteInBatches(
    database,
    'stoa_events.inbox',
    `done_at < ${over} and not exists (select from stoa_events.event e where e.id = inbox.event_id)`,
    [days],
  )
  return removed
}
