import type { Database } from '@stoa/kernel'

/**
 * Removes events that are out of the replay window, and the notes about who has dealt with them. What is dead or still
 * to be tried again stays.
 *
 * @param days how long dispatched events are kept
 * @returns how many events went
 */
export async function prune(database: Database, days: number): Promise<number> {
  const removed = await database.query(
    `delete from stoa_events.event e
     where e.dispatched_at < now() - $1::float8 * interval '1 day'
       and not exists (select from stoa_events.redelivery r where r.event_id = e.id)
     returning 1`,
    [days],
  )
  await database.query(
    `delete from stoa_events.inbox i
     where i.done_at < now() - $1::float8 * interval '1 day'
       and not exists (select from stoa_events.event e where e.id = i.event_id)`,
    [days],
  )
  return removed.length
}
