import type { Database } from '@stoa/kernel'
import { eventsOf, type Subscriber } from './subscriber.ts'
import type { Wanted } from './transport.ts'

/** Dispatching shares it, attaching excludes: so an event is either dispatched to a subscriber or sent to it again. */
const LOCK = 7_863_002

export interface KnownSubscriber extends Wanted {
  /** Whether there is a place where its events wait. */
  attached: boolean
}

/** Matches an event `e` with a subscriber `s` that wants it. */
export const WANTS = `(e.name = any(s.events) or '*' = any(s.events))`

/** Whether an event `e` that `s` wants was dispatched when it already did, or is one it is caught up on. */
export const OWED = `(e.dispatched_at >= least((s.since->>e.name)::timestamptz, (s.since->>'*')::timestamptz))`

/**
 * Writes down which subscribers exist, so that any host dispatches to them, also while none of theirs runs. One that is
 * new, or wants something else than before, has to be attached before it is dispatched to.
 */
export async function registerSubscribers(
  database: Database,
  subscribers: readonly Subscriber[],
): Promise<void> {
  const rows = subscribers.map((subscriber) => ({
    name: subscriber.name,
    events: eventsOf(subscriber),
    ordered: subscriber.ordered ?? false,
    catch_up: subscriber.catch_up ?? 300,
  }))
  await database.query(
    `insert into stoa_events.subscriber as s (name, events, ordered, since)
     select name, array(select jsonb_array_elements_text(events)), ordered,
       (select jsonb_object_agg(event, now() - catch_up * interval '1 second') from jsonb_array_elements_text(events) event)
     from jsonb_to_recordset($1::jsonb) as g (name text, events jsonb, ordered boolean, catch_up float8)
     on conflict (name) do update set events = excluded.events, ordered = excluded.ordered, seen_at = now(),
       since = (select jsonb_object_agg(key, coalesce(s.since->key, value)) from jsonb_each(excluded.since)),
       incarnation = case when s.events @> excluded.events and s.ordered = excluded.ordered then s.incarnation end`,
    [JSON.stringify(rows)],
  )
}

/** What tells this shop's database from others. */
export async function shopId(database: Database): Promise<string> {
  const [shop] = await database.query<{ id: string }>('select id from stoa_events.shop')
  return shop?.id ?? ''
}

/** What subscribers want, as the host that started last has registered them. */
export async function registeredAs(database: Database, names: readonly string[]): Promise<Wanted[]> {
  return database.query<Wanted>(
    'select name, events, ordered from stoa_events.subscriber where name = any($1)',
    [names],
  )
}

/** What became of a subscriber whose events wait in a new place. */
export interface Attached {
  subscriber: string
  /** Whether its events waited elsewhere before. */
  moved: boolean
  /** How many are sent to it again. */
  resent: number
}

/**
 * Whether `s` has neither dealt with `e` nor gets it again. Both are asked for, as a handler at work holds the one and has
 * not written the other: nobody is to wait for it.
 */
export const UNSETTLED = `(
  not exists (select from stoa_events.inbox i where i.subscriber = s.name and i.event_id = e.id)
  and not exists (select from stoa_events.redelivery r where r.subscriber = s.name and r.event_id = e.id))`

const CHANGED = `
  select s.name, s.events, s.since, s.incarnation as before, g.incarnation
  from jsonb_to_recordset($1::jsonb) as g (name text, incarnation text)
  join stoa_events.subscriber s on s.name = g.name and s.incarnation is distinct from g.incarnation`

const ATTACH = `
  with changed as (${CHANGED}), moved as (
    update stoa_events.subscriber s set incarnation = c.incarnation from changed c where s.name = c.name
  ), under_way as (
    select r.subscriber, r.event_id from stoa_events.redelivery r join changed c on c.name = r.subscriber
    where r.retry_at is null and r.dead_at is null for update of r skip locked
  ), retried as (
    update stoa_events.redelivery r set retry_at = now() from under_way u
    where r.subscriber = u.subscriber and r.event_id = u.event_id
    returning r.subscriber
  ), missing as (
    insert into stoa_events.redelivery (subscriber, event_id, retry_at)
    select s.name, e.id, now() from changed s join stoa_events.event e on ${WANTS} and ${OWED}
    where ${UNSETTLED}
    on conflict do nothing
    returning subscriber
  ), resent as (
    select subscriber, count(*)::int as count
    from (select * from retried union all select * from missing) r group by subscriber
  )
  select c.name as subscriber, c.before is not null as moved, coalesce(r.count, 0) as resent, pg_notify('stoa_events', '')
  from changed c left join resent r on r.subscriber = c.name`

/**
 * Writes down where the events of subscribers wait. Where that is not where they waited before, whatever a subscriber is
 * owed and has not dealt with is sent to it again, for it may be gone.
 */
export async function attachSubscribers(
  database: Database,
  incarnations: ReadonlyMap<string, string>,
): Promise<Attached[]> {
  const rows = JSON.stringify([...incarnations].map(([name, incarnation]) => ({ name, incarnation })))
  // Mostly nothing has changed, and a host that starts need not wait for the one that dispatches.
  if ((await database.query(CHANGED, [rows])).length === 0) return []
  return database.transaction(async () => {
    // The replay window may be long, and the lock is waited for as long as a batch is published.
    await database.query('set local statement_timeout = 0')
    await database.query('select pg_advisory_xact_lock($1)', [LOCK])
    return database.query<Attached>(ATTACH, [rows])
  })
}

/** The names of those that are dispatched to. */
export async function knownNames(database: Database): Promise<string[]> {
  const rows = await database.query<{ name: string }>(
    'select name from stoa_events.subscriber where incarnation is not null order by name',
  )
  return rows.map(({ name }) => name)
}

/** Those known to the database. Call it in the dispatching transaction, before any event is claimed. */
export async function knownSubscribers(database: Database): Promise<KnownSubscriber[]> {
  await database.query('select pg_advisory_xact_lock_shared($1)', [LOCK], { name: 'events_registry_lock' })
  return database.query<KnownSubscriber>(
    'select name, events, ordered, incarnation is not null as attached from stoa_events.subscriber',
    [],
    { name: 'events_subscribers' },
  )
}
