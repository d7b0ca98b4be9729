import { setInterval } from 'node:timers/promises'
import type { Log } from '@stoa/events'
import type { Database } from '@stoa/kernel'

/**
 * Tables of ours that PostgreSQL has never looked at, or of which a fifth, and at least five hundred rows, changed since.
 * Of a table that it does not know it expects a thousand rows, however few there are.
 */
const STALE = `
  select format('%I.%I', schemaname, relname) as name from pg_stat_user_tables
  where schemaname like 'stoa\\_%' and (n_mod_since_analyze > 500 + n_live_tup / 5
    or n_live_tup > 0 and last_analyze is null and last_autoanalyze is null)
  order by n_mod_since_analyze desc limit 100`

/**
 * Brings PostgreSQL's statistics of our tables up to date. Its own autovacuum does so too, but takes its time after an
 * import, and is switched off on some servers; a plan made for an empty table reads ten times too much. What another host
 * is looking at just now is left to it.
 *
 * @returns how many tables were looked at
 */
export async function refreshStatistics(database: Database): Promise<number> {
  const stale = await database.query<{ name: string }>(STALE)
  for (const { name } of stale) await database.query(`analyze (skip_locked) ${name}`)
  return stale.length
}

/**
 * {@link refreshStatistics} every ten seconds, which costs a host a millisecond or two: whoever opens the shop right after
 * an import is served by plans that know of it. Jobs run once a minute at most.
 *
 * @returns a function that ends it
 */
export function keepStatistics(database: Database, log: Log): () => Promise<void> {
  const ending = new AbortController()
  const { signal } = ending
  const kept = (async () => {
    for await (const _ of setInterval(10_000, undefined, { signal, ref: false })) {
      await refreshStatistics(database).catch((error) => log('Statistics were not refreshed', { error }))
    }
  })().catch((error) => {
    if (!signal.aborted) throw error
  })
  return () => {
    ending.abort()
    return kept
  }
}
