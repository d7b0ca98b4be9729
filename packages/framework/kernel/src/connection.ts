import type { ClientConfig, Pool } from 'pg'

/**
 * Where a pool connects to. Picked one by one: a pool hides its password from being copied along, and its type parsers
 * are the ORM's.
 */
export function connectionOf(pool: Pool): ClientConfig {
  const { host, port, user, password, database, ssl } = pool.options
  return { host, port, user, password, database, ...(ssl === undefined ? {} : { ssl }) } as ClientConfig
}
