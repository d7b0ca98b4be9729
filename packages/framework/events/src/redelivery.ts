import type { Database } from '@stoa/kernel'
import { type EventRow, type StoaEvent, toEvent } from './event.ts'
import { WANTS } from './registry.ts'
import type { Subscriber } from './subscriber.ts'

const LONGEST_DELAY = 60 * 60 * 1000

/** An event that goes to one subscriber again. */
export interface Redelivery {
  subscriber: string
  attempt: number
  event: StoaEvent
  /** When it was due, in seconds: what tells this time from the others. */
  due: string
}

/** An event that a subscriber failed on too often. */
export interface DeadLetter {
  subscriber: string
  event: StoaEvent
  /** How often it was tried. */
  attempts: number
  /** The last error's text. */
  error: string | null
  dead_at: Date
}

/** Which events to send again. All conditions given must hold. */
export interface ReplayFilter {
  /** Only to these subscribers. Default: to all that want the event. */
  subscribers?: readonly string[]
  event_ids?: readonly string[]
  names?: readonly string[]
  /** Emitted at this time or later. */
  from?: Date
  /** Emitted before this time. */
  to?: Date
  /** Only what is a dead letter. */
  dead?: boolean
  /** Also to subscribers that have already dealt with the event: their effects happen again. Default: false. */
  again?: boolean
}

type Retry = Required<Pick<Subscriber, 'attempts' | 'retry_delay'>>

/** What became of a failure: when it is tried again, in milliseconds, or that it is dead. */
export interface Failure {
  attempts: number
  retry_in: number | null
}

/** Notes a failed attempt: `counted` if {@link countAttempt} has already counted it. */
export async function noteFailure(
  database: Database,
  subscriber: string,
  event_id: string,
  error: string,
  { attempts, retry_delay }: Retry,
  counted: boolean,
): Promise<Failure> {
  const [row] = await database.query<Failure>(
    `with tried as (
       select e.id, coalesce(r.attempts, 0) + $6::int as attempts
       from stoa_events.event e left join stoa_events.redelivery r on r.event_id = e.id and r.subscriber = $1
       where e.id = $2
     ), next as (
       select id, attempts, attempts >= $4::int as dead,
         least(${LONGEST_DELAY}, $5::float8 * power(2::float8, least(attempts, 30) - 1)) as retry_in
       from tried
     )
     insert into stoa_events.redelivery as r (subscriber, event_id, attempts, error, retry_at, dead_at)
     select $1, id, attempts, $3, case when not dead then now() + retry_in * interval '1 millisecond' end,
       case when dead then now() end
     from next
     on conflict (subscriber, event_id) do update set attempts = excluded.attempts, error = excluded.error,
       retry_at = excluded.retry_at, dead_at = excluded.dead_at
     returning attempts, extract(epoch from retry_at - now())::float8 * 1000 as retry_in`,
    [subscriber, event_id, error, attempts, retry_delay, counted ? 0 : 1],
  )
  return row ?? { attempts: 0, retry_in: null }
}

/**
 * Counts an attempt before it is made, for one that may take the process with it. That of the first delivery is not
 * counted: it may have ended before the handler was called.
 */
export async function countAttempt(
  database: Database,
  subscriber: string,
  event_id: string,
): Promise<number> {
  const [row] = await database.query<{ attempts: number }>(
    `insert into stoa_events.redelivery as r (subscriber, event_id, attempts)
     select $1, id, 1 from stoa_events.event where id = $2
     on conflict (subscriber, event_id) do update set attempts = r.attempts + 1
     returning attempts`,
    [subscriber, event_id],
  )
  return row?.attempts ?? 1
}

/**
 * Takes what is due, oldest first. Call it in the turn of this host. What a handler is at work on is passed over: it holds
 * the row until it has ended.
 */
export async function claimRedeliveries(database: Database, limit: number): Promise<Redelivery[]> {
  const rows = await database.query<EventRow & { subscriber: string; attempts: number; due: string }>(
    `with due as (
       select subscriber, event_id, retry_at from stoa_events.redelivery
       where retry_at <= now() order by retry_at, event_id limit $1 for update skip locked
     ), claimed as (
       update stoa_events.redelivery r set retry_at = null, sent_at = now() from due
       where r.subscriber = due.subscriber and r.event_id = due.event_id
       returning r.subscriber, r.event_id, r.attempts, due.retry_at
     )
     select c.subscriber, c.attempts, extract(epoch from c.retry_at)::text as due,
       e.id, e.position, e.name, e.source, e.subject, e.data, e.time, e.trace
     from claimed c join stoa_events.event e on e.id = c.event_id order by e.position`,
    [limit],
    { name: 'events_claim_redeliveries' },
  )
  return rows.map((row) => ({
    subscriber: row.subscriber,
    attempt: row.attempts,
    due: row.due,
    event: toEvent(row),
  }))
}

/** Milliseconds until the next is due. */
export async function nextRedelivery(database: Database): Promise<number | undefined> {
  const [row] = await database.query<{ wait: number | null }>(
    `select extract(epoch from min(retry_at) - now())::float8 * 1000 as wait
     from stoa_events.redelivery where retry_at is not null`,
    [],
    { name: 'events_next_redelivery' },
  )
  return row?.wait ?? undefined
}

export async function listDeadLetters(
  database: Database,
  { subscriber, limit }: { subscriber?: string; limit: number },
): Promise<DeadLetter[]> {
  const rows = await database.query<
    EventRow & { subscriber: string; attempts: number; error: string | null; dead_at: string }
  >(
    `select r.subscriber, r.attempts, r.error, r.dead_at, e.id, e.position, e.name, e.source, e.subject, e.data, e.time, e.trace
     from stoa_events.redelivery r join stoa_events.event e on e.id = r.event_id
     where r.dead_at is not null and ($1::text is null or r.subscriber = $1)
     order by r.dead_at, e.position limit $2`,
    [subscriber ?? null, limit],
  )
  return rows.map((row) => ({
    subscriber: row.subscriber,
    event: toEvent(row),
    attempts: row.attempts,
    error: row.error,
    dead_at: new Date(row.dead_at),
  }))
}

/** Makes events due again, and wakes the dispatchers. */
export async function replay(database: Database, filter: ReplayFilter): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    `with chosen as (
       select s.name as subscriber, e.id as event_id
       from stoa_events.event e join stoa_events.subscriber s on ${WANTS}
       where e.dispatched_at is not null
         and ($1::text[] is null or s.name = any($1)) and ($2::text[] is null or e.id = any($2))
         and ($3::text[] is null or e.name = any($3))
         and ($4::timestamptz is null or e.time >= $4) and ($5::timestamptz is null or e.time < $5)
         and (not $6 or exists (select from stoa_events.redelivery r
           where r.subscriber = s.name and r.event_id = e.id and r.dead_at is not null))
         and ($7 or not exists (select from stoa_events.inbox i
           where i.subscriber = s.name and i.event_id = e.id))
     ), forgotten as (
       delete from stoa_events.inbox i using chosen c
       where $7 and i.subscriber = c.subscriber and i.event_id = c.event_id
     ), due as (
       insert into stoa_events.redelivery (subscriber, event_id, retry_at)
       select subscriber, event_id, now() from chosen
       on conflict (subscriber, event_id) do update
         set attempts = 0, retry_at = now(), dead_at = null, error = null
       returning 1
     )
     select count(*)::int as count, pg_notify('stoa_events', '') from due`,
    [
      filter.subscribers ?? null,
      filter.event_ids ?? null,
      filter.names ?? null,
      filter.from ?? null,
      filter.to ?? null,
      filter.dead ?? false,
      filter.again ?? false,
    ],
  )
  return row?.count ?? 0
}
