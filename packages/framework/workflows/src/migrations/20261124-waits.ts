import { sqlMigration } from '@stoa/kernel'

/**
 * Signals, and what executions need to wait for them.
 *
 * `due_at` is when a step goes on without a signal: is tried again, has slept enough, or has waited too long. `signals` counts
 * the signals that reached an execution, so that none comes unseen while its host gives it up. With `snapshot` and `xid` a
 * signal can tell whether it was there before the execution: by the clock alone one that was about to commit would be lost.
 */
export const waits = sqlMigration(
  'workflows/20261124_waits',
  `
    alter table stoa_workflows.execution
      add column signals int not null default 0,
      add column snapshot pg_snapshot,
      add column pruned_at timestamptz;
    alter table stoa_workflows.execution alter column snapshot set default pg_current_snapshot();

    drop index stoa_workflows.execution_transaction_id;
    create index execution_transaction_id on stoa_workflows.execution ((coalesce(transaction_id, id)));
    create index execution_finished on stoa_workflows.execution (status, finished_at)
      where finished_at is not null and pruned_at is null;

    alter table stoa_workflows.step rename column retry_at to due_at;
    alter table stoa_workflows.step add column match jsonb, add column signal_id text;

    create table stoa_workflows.signal (
      id text primary key,
      address text not null,
      payload json,
      error json,
      xid xid8 not null default pg_current_xact_id(),
      created_at timestamptz not null default clock_timestamp()
    );
    create index signal_address on stoa_workflows.signal (address, created_at);
    create index signal_created_at on stoa_workflows.signal (created_at);
  `,
)
