import { withClient } from './admin.ts'
import { untilBlocked } from './until-blocked.ts'

/**
 * Forces calls into a race: a lock is taken, the calls are begun, and once all of them wait for it, it is let go. Then they
 * come to the locked row one right after the other, each having begun before any of the others was done.
 *
 * @param url the database, as given by `createTestDatabase`
 * @param lock what takes the lock, such as `select 1 from shop.product where id = $1 for update`
 * @param calls each has to wait for the lock with one connection
 * @returns how each ended, in their order
 * @throws if they do not all come to wait within 10 s
 * @example
 * const ends = await behindLock(url, 'select 1 from shop.stock where id = $1 for update', [id], [sell, sell])
 */
export async function behindLock<Result>(
  url: string,
  lock: string,
  values: readonly unknown[],
  calls: readonly (() => Promise<Result>)[],
): Promise<PromiseSettledResult<Result>[]> {
  return withClient(url, async (client) => {
    await client.query('begin')
    await client.query(lock, values as unknown[])
    const ends = Promise.allSettled(calls.map((call) => call()))
    try {
      await untilBlocked(url, calls.length)
    } finally {
      await client.query('commit')
    }
    return ends
  })
}
