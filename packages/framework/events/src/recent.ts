import type { Database } from '@stoa/kernel'
import { type EventRow, type StoaEvent, toEvent } from './event.ts'

/** Which events to list. All conditions given must hold. */
export interface EventFilter {
  names?: readonly string[]
  /** Emitted at this time or later. */
  since?: Date
  /** Only those that no host has dispatched yet. */
  undispatched?: boolean
  /** How many at most. Default: 50. */
  limit?: number
}

/** An event and what has become of it. */
export interface EventRecord {
  event: StoaEvent
  /** When it was handed to the transport; null if it waits for that. */
  dispatched_at: Date | null
  /** The subscribers that have dealt with it. */
  done: string[]
  /** Those that failed on it or were not reached, and get it again. */
  retrying: string[]
  /** Those of which it is a dead letter. */
  dead: string[]
}

type Row = EventRow & {
  dispatched_at: string | Date | null
  done: string[]
  retrying: string[]
  dead: string[]
}

/** The newest first. */
export async function listEvents(
  database: Database,
  { names, since, undispatched = false, limit = 50 }: EventFilter,
): Promise<EventRecord[]> {
  const rows = await database.query<Row>(
    `select e.id, e.position, e.name, e.source, e.subject, e.data, e.time, e.trace, e.dispatched_at,
       array(select i.subscriber from stoa_events.subscriber s
         join stoa_events.inbox i on i.subscriber = s.name and i.event_id = e.id order by 1) as done,
       array(select r.subscriber from stoa_events.redelivery r
         where r.event_id = e.id and r.dead_at is null order by 1) as retrying,
       array(select r.subscriber from stoa_events.redelivery r
         where r.event_id = e.id and r.dead_at is not null order by 1) as dead
     from stoa_events.event e
     where ($1::text[] is null or e.name = any($1)) and ($2::timestamptz is null or e.time >= $2)
       and (not $3 or e.dispatched_at is null)
     order by e.time desc, e.position desc limit $4`,
    [names ?? null, since ?? null, undispatched, limit],
  )
  return rows.map((row) => ({
    event: toEvent(row),
    dispatched_at: row.dispatched_at === null ? null : new Date(row.dispatched_at),
    done: row.done,
    retrying: row.retrying,
    dead: row.dead,
  }))
}
