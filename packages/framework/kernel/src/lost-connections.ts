import type { Pool, PoolClient } from 'pg'

/**
 * Gives a connection back that was lost in the middle of a transaction: the `rollback` fails on it, and Kysely, through
 * which the ORM runs transactions, gives back only what was rolled back. Otherwise the pool would be one short for good.
 */
export function releaseLostConnections(pool: Pool): void {
  pool.on('connect', (client: PoolClient) => {
    const send = client.query.bind(client) as (...args: unknown[]) => unknown
    client.query = ((...args: unknown[]) => {
      const sent = send(...args)
      if (args[0] === 'rollback' && sent instanceof Promise) sent.catch((error) => client.release(error))
      return sent
    }) as typeof client.query
  })
}
