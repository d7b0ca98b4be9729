import { type Database, deleteInBatches } from '@stoa/kernel'

const BEFORE = `now() - $1::float8 * interval '1 day'`

/** What has been over for so many days, and opens nothing any more. What was verified stays verified. */
const OVER = [
  ['stoa_auth.auth_session', `least(revoked_at, expires_at) < ${BEFORE}`],
  ['stoa_auth.auth_password_reset_token', `expires_at < ${BEFORE}`],
  ['stoa_auth.auth_verification', `verified_at is null and expires_at < ${BEFORE}`],
] as const

/** See `AuthService.prune`. */
export async function pruneAuth(database: Database, days: number): Promise<number> {
  let total = 0
  for (const [table, where] of OVER) total += await deleteInBatches(database, table, where, [days])
  return total
}
