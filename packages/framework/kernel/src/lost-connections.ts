import type { Pool, PoolClient } from 'pg'

/**
 * Gives a connection back that was lost in the middle of a transaction: the `rollback` fails on it, and Kysely, through
 * which the ORM runs transactions, gives back only what was rolled back. Otherwise the pool would be one short for good.
 * What is sent on it after that fails with the reason for which it was lost, such as a transaction that was idle for too long.
 */
export function releaseLostConnections(pool: Pool): void {
  pool.on('connect', (client: PoolClient) => {
    const send = client.query.bind(client) as (...args: unknown[]) => unknown
    let lost: Error | undefined
    client.on('error', (error) => {
      lost ??= error
    })
    client.query = ((...args: unknown[]) => {
      const sent = send(...args)
      if (!(sent instanceof Promise)) return sent
      if (args[0] === 'rollback') sent.catch((error) => client.release(error))
      return lost === undefined ? sent : sent.catch(() => Promise.reject(lost))
    }) as typeof client.query
  })
}

/** What the driver says where the server says nothing any more. */
const LOST =
  /^(Connection terminated|Client (has encountered a connection error|was closed) and is not queryable)/

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const CONNECTION_FAILURE = '08006'

/** Gives an error of a lost connection the code that PostgreSQL has for it: the driver gives it none. */
export function withConnectionCode(error: unknown): unknown {
  return error instanceof Error && !('code' in error) && LOST.test(error.message)
    ? Object.assign(error, { code: CONNECTION_FAILURE })
    : error
}
