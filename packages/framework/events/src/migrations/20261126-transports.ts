import { sqlMigration } from '@stoa/kernel'

/**
 * What a transport loses can be told and sent again: `incarnation` names the place where a subscriber's events wait,
 * `since` the time from which it is owed each, `settled_until` up to when it is known to have had all. Who was known
 * before has been served by pg-boss, and owed what came after it was registered. `shop` tells this shop's events from those
 * of others in a place that several may reach.
 */
export const transports = sqlMigration(
  'events/20261126_transports',
  `
    alter table stoa_events.subscriber
      add column ordered boolean not null default false,
      add column since jsonb not null default '{}',
      add column incarnation text,
      add column settled_until timestamptz;
    update stoa_events.subscriber set incarnation = 'pg-boss',
      since = (select coalesce(jsonb_object_agg(event, created_at - interval '5 minutes'), '{}') from unnest(events) event);

    alter table stoa_events.redelivery add column sent_at timestamptz;
    drop index stoa_events.redelivery_retry_at;
    create index redelivery_retry_at on stoa_events.redelivery (retry_at, event_id) where retry_at is not null;

    create table stoa_events.shop (id text not null);
    insert into stoa_events.shop values (gen_random_uuid());

    create index event_dispatched_at on stoa_events.event (dispatched_at) where dispatched_at is not null;
  `,
)
