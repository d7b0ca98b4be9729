import type { Database } from '@stoa/kernel'
import { OWED, UNSETTLED, WANTS } from './registry.ts'

/**
 * Sends a subscriber again what its transport has lost: what was published before a time and is neither dealt with nor to
 * be tried again.
 *
 * @param times.until a time before which all that was published has been delivered
 * @param times.settled a time before which nothing needs to be looked at again: a batch that was begun before it is over
 * @returns how many events
 */
export async function resendLost(
  database: Database,
  subscriber: string,
  { until, settled }: { until: Date; settled: Date },
): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    `with subscriber as (
       select * from stoa_events.subscriber where name = $1 and incarnation is not null
     ), settled as (
       update stoa_events.subscriber set settled_until = greatest(settled_until, $3) where name = $1
     ), under_way as (
       select r.subscriber, r.event_id
       from stoa_events.redelivery r join stoa_events.event e on e.id = r.event_id
       where r.subscriber = $1 and r.retry_at is null and r.dead_at is null
         and coalesce(r.sent_at, e.dispatched_at) < $2
       for update of r skip locked
     ), retried as (
       update stoa_events.redelivery r set retry_at = now() from under_way u
       where r.subscriber = u.subscriber and r.event_id = u.event_id
       returning 1
     ), missing as (
       insert into stoa_events.redelivery (subscriber, event_id, retry_at)
       select s.name, e.id, now() from subscriber s join stoa_events.event e on ${WANTS} and ${OWED}
       where e.dispatched_at < $2 and e.dispatched_at >= coalesce(s.settled_until, '-infinity')
         and ${UNSETTLED}
       on conflict do nothing
       returning 1
     ), resent as (
       select * from retried union all select * from missing
     )
     select count(*)::int as count, pg_notify('stoa_events', '') from resent having count(*) > 0`,
    [subscriber, until, settled],
  )
  return row?.count ?? 0
}
