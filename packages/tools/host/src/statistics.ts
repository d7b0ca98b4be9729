import { defineJob } from '@stoa/events'
import { Database } from '@stoa/kernel'

/**
 * Tables of ours that PostgreSQL has never looked at, or of which a fifth, and at least five hundred rows, changed since.
 * Of a table that it does not know it expects a thousand rows, however few there are. Another host may look at the same
 * one: that only wastes a moment.
 */
const STALE = `
  select format('%I.%I', schemaname, relname) as name from pg_stat_user_tables
  where schemaname like 'stoa\\_%' and (n_mod_since_analyze > 500 + n_live_tup / 5
    or n_live_tup > 0 and last_analyze is null and last_autoanalyze is null)
  order by n_mod_since_analyze desc limit 100`

/**
 * Brings PostgreSQL's statistics of our tables up to date. Its own autovacuum does so too, but takes its time after an
 * import, and is switched off on some servers; a plan made for an empty table reads ten times too much.
 *
 * @returns how many tables were looked at
 */
export async function refreshStatistics(database: Database): Promise<number> {
  const stale = await database.query<{ name: string }>(STALE)
  for (const { name } of stale) await database.query(`analyze ${name}`)
  return stale.length
}

/** {@link refreshStatistics}, every minute. */
export const statisticsJob = defineJob({
  name: 'stoa.statistics',
  cron: '* * * * *',
  handler: ({ container }) => refreshStatistics(container.resolve(Database)),
})
