import type { Database } from '@stoa/kernel'
import type { WorkflowsOptions } from './workflows-options.ts'

/** Rows removed by one statement. */
const BATCH = 1000

/**
 * Removes executions that ended long ago, with their steps, and signals that nobody can come to wait for any more. One that
 * succeeded once for good keeps its row and result: it guards its key. One that could not be taken back stays: somebody has to
 * look at it.
 *
 * @returns how many executions and signals went, or lost their steps
 */
export async function prune(database: Database, options: WorkflowsOptions): Promise<number> {
  const { keep_succeeded_days, keep_failed_days, keep_signals_days } = options
  const removed = [
    await inBatches(() => pruneExecutions(database, ['succeeded'], keep_succeeded_days)),
    await inBatches(() => pruneExecutions(database, ['failed', 'canceled'], keep_failed_days)),
    await inBatches(() => pruneSignals(database, keep_signals_days)),
  ]
  return removed.reduce((sum, count) => sum + count, 0)
}

async function inBatches(remove: () => Promise<number>): Promise<number> {
  let all = 0
  for (;;) {
    const removed = await remove()
    all += removed
    if (removed < BATCH) return all
  }
}

async function pruneExecutions(
  database: Database,
  statuses: readonly string[],
  days: number,
): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    `with old as (
       select id, once and key is not null and status = 'succeeded' as guards from stoa_workflows.execution
       where finished_at is not null and pruned_at is null and status = any($1)
         and finished_at < now() - $2::float8 * interval '1 day' limit $3 for update skip locked
     ), gone as (
       delete from stoa_workflows.execution e using old where e.id = old.id and not old.guards
     ), emptied as (
       delete from stoa_workflows.step s using old where s.execution_id = old.id and old.guards
     ), kept as (
       update stoa_workflows.execution e set pruned_at = now(), input = null from old where e.id = old.id and old.guards
     )
     select count(*)::int as count from old`,
    [statuses, days, BATCH],
  )
  return row?.count ?? 0
}

/** An execution takes only signals that came since it began. */
async function pruneSignals(database: Database, days: number): Promise<number> {
  const removed = await database.query(
    `delete from stoa_workflows.signal where id in (
       select id from stoa_workflows.signal
       where created_at < greatest(now() - $1::float8 * interval '1 day', coalesce(
         (select min(created_at) from stoa_workflows.execution where finished_at is null), now()) - interval '1 hour')
       order by created_at limit $2)
     returning 1`,
    [days, BATCH],
  )
  return removed.length
}
