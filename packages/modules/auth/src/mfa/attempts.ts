import { type Database, StoaError } from '@stoa/kernel'

/** An identity whose factors nobody else changes, and whose codes nobody else tries, until the open transaction is over. */
export interface LockedIdentity {
  id: string
  mfa_enabled_at: Date | null
  /** How long no code is taken; null where codes are. */
  blocked_seconds: number | null
}

/** So many wrong codes in a row cost nothing. */
const FREE = 4
/** The next one costs a minute, and each after it twice as long; up to an hour, so that nobody is locked out for good. */
const PAUSE = `make_interval(mins => least(60, power(2, least(mfa_failures - ${FREE}, 10)))::int)`

/** @throws StoaError `not_found` */
export async function lockIdentity(database: Database, id: string): Promise<LockedIdentity> {
  const [identity] = await database.query<LockedIdentity>(
    `select id, mfa_enabled_at, case when mfa_blocked_until > clock_timestamp()
       then ceil(extract(epoch from mfa_blocked_until - clock_timestamp()))::int end as blocked_seconds
     from stoa_auth.auth_identity where id = $1 and deleted_at is null for no key update`,
    [id],
  )
  if (!identity) throw new StoaError('not_found', `AuthIdentity with id: ${id} was not found`)
  return identity
}

/**
 * Checks a code of an identity, and counts it if it is wrong: all codes of an identity together, whatever they are for, as all of them
 * are guesses at the same few secrets. They count in the database, so it does not matter which host is asked.
 *
 * @throws StoaError `not_allowed` with the code `too_many_requests` where too many were wrong
 */
export async function counting(
  database: Database,
  { id, blocked_seconds }: LockedIdentity,
  check: () => Promise<boolean>,
): Promise<boolean> {
  if (blocked_seconds !== null) {
    throw new StoaError('not_allowed', `Too many wrong codes. Try again in ${inWords(blocked_seconds)}.`, {
      code: 'too_many_requests',
    })
  }
  const accepted = await check()
  await database.query(accepted ? FORGET : COUNT, [id])
  return accepted
}

const FORGET = `
  update stoa_auth.auth_identity set mfa_failures = 0, mfa_blocked_until = null where id = $1 and mfa_failures > 0`

const COUNT = `
  update stoa_auth.auth_identity set mfa_failures = mfa_failures + 1,
    mfa_blocked_until = case when mfa_failures >= ${FREE} then clock_timestamp() + ${PAUSE} end
  where id = $1`

function inWords(seconds: number): string {
  if (seconds === 1) return '1 second'
  return seconds < 120 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`
}
