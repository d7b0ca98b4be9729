import { sqlMigration } from '@stoa/kernel'

/** Hosts on which somebody watches executions. Where there is none, nobody is told of anything. */
export const watchers = sqlMigration(
  'workflows/20261124_watchers',
  `
    create table stoa_workflows.watcher (
      id text primary key,
      until timestamptz not null
    );
  `,
)
