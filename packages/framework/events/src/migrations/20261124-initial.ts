import { sqlMigration } from '@stoa/kernel'

export const initial = sqlMigration(
  'events/20261124_initial',
  `
    create schema if not exists stoa_events;

    create table stoa_events.event (
      id text primary key,
      position bigint generated always as identity,
      name text not null,
      source text not null,
      subject text,
      data jsonb not null,
      time timestamptz not null default now(),
      dispatched_at timestamptz
    );
    create index event_waiting on stoa_events.event (position) where dispatched_at is null;
    create index event_time on stoa_events.event (time);

    create table stoa_events.subscriber (
      name text primary key,
      events text[] not null,
      created_at timestamptz not null default now(),
      seen_at timestamptz not null default now()
    );

    create table stoa_events.inbox (
      subscriber text not null,
      event_id text not null,
      done_at timestamptz not null default now(),
      primary key (subscriber, event_id)
    );
    create index inbox_done_at on stoa_events.inbox (done_at);

    create table stoa_events.redelivery (
      subscriber text not null,
      event_id text not null references stoa_events.event on delete cascade,
      attempts int not null default 0,
      retry_at timestamptz,
      dead_at timestamptz,
      error text,
      primary key (subscriber, event_id)
    );
    create index redelivery_event_id on stoa_events.redelivery (event_id);
    create index redelivery_retry_at on stoa_events.redelivery (retry_at) where retry_at is not null;
    create index redelivery_dead_at on stoa_events.redelivery (dead_at) where dead_at is not null;

    create function stoa_events.wake_dispatcher() returns trigger language plpgsql as $$
      begin
        perform pg_notify('stoa_events', '');
        return null;
      end
    $$;
    create trigger wake_dispatcher after insert on stoa_events.event
      for each statement execute function stoa_events.wake_dispatcher();
  `,
)
