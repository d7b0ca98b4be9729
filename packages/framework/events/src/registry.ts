import type { Database } from '@stoa/kernel'
import { eventsOf, type Subscriber } from './subscriber.ts'

/** Dispatching shares it, registering excludes: so an event is either dispatched to a new subscriber or caught up. */
const LOCK = 7_863_002

export interface KnownSubscriber {
  name: string
  events: string[]
}

/** Matches an event `e` with a subscriber `s` that wants it. */
export const WANTS = `(e.name = any(s.events) or '*' = any(s.events))`

/**
 * Writes down which subscribers exist, so that any host dispatches to them, also while none of theirs runs. One that is
 * new is given the recent events that went out without it.
 */
export async function registerSubscribers(
  database: Database,
  subscribers: readonly Subscriber[],
): Promise<void> {
  if (subscribers.length === 0) return
  const rows = subscribers.map((subscriber) => ({
    name: subscriber.name,
    events: eventsOf(subscriber),
    catch_up: subscriber.catch_up ?? 300,
  }))
  await database.transaction(async () => {
    await database.query('select pg_advisory_xact_lock($1)', [LOCK])
    await database.query(
      `with given as (
         select name, array(select jsonb_array_elements_text(events)) as events, catch_up
         from jsonb_to_recordset($1::jsonb) as g (name text, events jsonb, catch_up float8)
       ), fresh as (
         select g.* from given g where not exists (select from stoa_events.subscriber s where s.name = g.name)
       ), caught_up as (
         insert into stoa_events.redelivery (subscriber, event_id, retry_at)
         select s.name, e.id, now() from fresh s join stoa_events.event e on ${WANTS}
         where e.dispatched_at is not null and e.time > now() - s.catch_up * interval '1 second'
         on conflict do nothing
       )
       insert into stoa_events.subscriber (name, events) select name, events from given
       on conflict (name) do update set events = excluded.events, seen_at = now()`,
      [JSON.stringify(rows)],
    )
  })
}

/** Those known to the database. Call it in the dispatching transaction, before any event is claimed. */
export async function knownSubscribers(database: Database): Promise<KnownSubscriber[]> {
  await database.query('select pg_advisory_xact_lock_shared($1)', [LOCK], { name: 'events_registry_lock' })
  return database.query<KnownSubscriber>('select name, events from stoa_events.subscriber', [], {
    name: 'events_subscribers',
  })
}
