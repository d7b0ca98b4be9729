import { sqlMigration } from '@stoa/kernel'

export const initial = sqlMigration(
  'workflows/20261123_initial',
  `
    create schema if not exists stoa_workflows;

    create table stoa_workflows.execution (
      id text primary key,
      workflow text not null,
      version integer not null,
      key text,
      status text not null default 'running' check (status in ('running', 'compensating', 'done', 'failed')),
      input jsonb not null,
      output jsonb,
      error jsonb,
      owner text not null,
      lease_expires_at timestamptz not null,
      created_at timestamptz not null default now(),
      finished_at timestamptz
    );
    create unique index execution_key_once on stoa_workflows.execution (workflow, key)
      where status in ('running', 'compensating');
    create index execution_lease_index on stoa_workflows.execution (lease_expires_at)
      where status in ('running', 'compensating');

    create table stoa_workflows.step (
      execution_id text not null references stoa_workflows.execution (id) on delete cascade,
      name text not null,
      status text not null check (status in ('started', 'done', 'undone')),
      result jsonb,
      ordering bigint generated always as identity,
      created_at timestamptz not null default now(),
      primary key (execution_id, name)
    );
  `,
)
