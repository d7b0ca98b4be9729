import { setTimeout as sleep } from 'node:timers/promises'
import { withClient } from './admin.ts'

/**
 * Waits until that many connections to the database stand at a lock that somebody else holds: the moment to let the holder
 * go on, when a test forces two transactions onto one row.
 *
 * @param url the database, as given by `createTestDatabase`.
 * @throws if it does not come to that within `patience` milliseconds (default 10 s).
 */
export async function untilBlocked(url: string, connections = 1, patience = 10_000): Promise<void> {
  const deadline = Date.now() + patience
  await withClient(url, async (client) => {
    while (true) {
      const { rows } = await client.query(
        `select count(*)::int as blocked from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock'`,
      )
      if (rows[0].blocked >= connections) return
      if (Date.now() > deadline) {
        throw new Error(
          `${rows[0].blocked} connections wait for a lock after ${patience} ms, not ${connections}.`,
        )
      }
      await sleep(10)
    }
  })
}
