import type { Database } from '@stoa/kernel'

/** What waits. */
export interface Backlog {
  /** Events that no host has handed to the transport yet. */
  undispatched: number
  /** Seconds since the oldest of them was emitted; 0 where there is none. */
  oldest_undispatched: number
  /** Times that a subscriber failed on an event, or was not reached, and gets it again. */
  retrying: number
  /** Times that an event is a subscriber's dead letter. */
  dead: number
}

export async function readBacklog(database: Database): Promise<Backlog> {
  const [row] = await database.query<Backlog>(
    `select undispatched, oldest_undispatched,
       (select count(*)::int from stoa_events.redelivery where retry_at is not null) as retrying,
       (select count(*)::int from stoa_events.redelivery where dead_at is not null) as dead
     from (
       select count(*)::int as undispatched,
         greatest(coalesce(extract(epoch from clock_timestamp() - min(time)), 0), 0)::float8 as oldest_undispatched
       from stoa_events.event where dispatched_at is null
     ) waiting`,
    [],
    { name: 'events_backlog' },
  )
  return row as Backlog
}
