import { sqlMigration } from '@stoa/kernel'

/** `json`, not `jsonb`, for what callers get back: it keeps the order of keys. */
export const initial = sqlMigration(
  'workflows/20261124_initial',
  `
    create schema if not exists stoa_workflows;

    create table stoa_workflows.execution (
      id text primary key,
      workflow text not null,
      version int not null,
      key text,
      once boolean not null default false,
      transaction_id text,
      status text not null default 'running'
        check (status in ('running', 'compensating', 'succeeded', 'failed', 'canceled', 'compensation_failed')),
      input json,
      result json,
      error json,
      owner text,
      lease_expires_at timestamptz,
      resume_at timestamptz,
      attempts int not null default 0,
      joined int not null default 0,
      cancel_requested_at timestamptz,
      created_at timestamptz not null default now(),
      finished_at timestamptz
    );
    create unique index execution_key on stoa_workflows.execution (workflow, key)
      where finished_at is null or (once and status = 'succeeded');
    create index execution_unfinished on stoa_workflows.execution (lease_expires_at) where finished_at is null;
    create index execution_transaction_id on stoa_workflows.execution (transaction_id);
    create index execution_created_at on stoa_workflows.execution (created_at);

    create table stoa_workflows.step (
      execution_id text not null references stoa_workflows.execution on delete cascade,
      name text not null,
      position bigint generated always as identity,
      kind text not null check (kind in ('local', 'external', 'wait')),
      status text not null check (status in ('intended', 'done', 'failed', 'compensated')),
      result json,
      error json,
      attempts int not null default 1,
      retry_at timestamptz,
      waiting_for text,
      created_at timestamptz not null default now(),
      finished_at timestamptz,
      primary key (execution_id, name)
    );
    create index step_waiting_for on stoa_workflows.step (waiting_for) where status = 'intended' and waiting_for is not null;
  `,
)
