import { createAdmin } from '@stoa/accounts'
import { type Container, Database } from '@stoa/kernel'
import { FIRST_ROWS_LOCK } from './defaults.ts'

/** How an admin signs in. */
export interface AdminCredentials {
  email: string
  password: string
}

/**
 * Creates the first user of the admin. Where there is or was one, nothing happens.
 *
 * @returns whether it was created
 * @throws StoaError `conflict` where someone has registered with the address under another password
 */
export async function createFirstAdmin(
  container: Container,
  credentials: AdminCredentials,
): Promise<boolean> {
  const database = container.resolve(Database)
  if (await hasUser(database)) return false
  return database.transaction(async () => {
    await database.query('select pg_advisory_xact_lock($1)', [FIRST_ROWS_LOCK])
    if (await hasUser(database)) return false
    await createAdmin(container, credentials)
    return true
  })
}

async function hasUser(database: Database): Promise<boolean> {
  return (await database.query('select from stoa_user."user" limit 1')).length > 0
}
