import { createId, type Database, StoaError } from '@stoa/kernel'
import { passSession, type RenewedSession, revokeSession } from '../sessions.ts'
import { withDates } from '../with-dates.ts'
import { counting, lockIdentity } from './attempts.ts'
import { identityProves, type MfaTools } from './codes.ts'
import { RECOVERY_CODE } from './recovery-codes.ts'

/** What stands between a password and an open session. */
export interface MfaChallenge {
  id: string
  auth_identity_id: string
  auth_provider: string | null
  /** By which it can be passed: those of the factors, and `recovery_code` while there are some. */
  methods: string[]
  /** As its session. */
  expires_at: Date
  attempts: number
  max_attempts: number
  completed_at: Date | null
}

/** What passes a challenge. */
export interface MfaAnswer {
  /** The session that waits for it. */
  session_id: string
  /** `totp`, `recovery_code` … */
  method: string
  code: string
  /** Seconds for which the session is open then. */
  ttl: number
}

const MAX_ATTEMPTS = 5

export async function challengeOf(
  { database, providers }: MfaTools,
  sessionId: string,
  authProvider: string | null,
): Promise<MfaChallenge> {
  const [challenge] = await database.query<MfaChallenge>(
    `with challenge as (
       insert into stoa_auth.auth_mfa_challenge as c (id, auth_identity_id, auth_session_id, auth_provider)
       select $2, auth_identity_id, id, $3 from stoa_auth.auth_session
       where id = $1 and revoked_at is null and expires_at > now()
       on conflict (auth_session_id) do update set updated_at = now()
       returning c.*
     )
     select c.id, c.auth_identity_id, c.auth_provider, s.expires_at, c.attempts, ${MAX_ATTEMPTS} as max_attempts, c.completed_at,
       array(
         select f.provider from stoa_auth.auth_mfa_factor f
         where f.auth_identity_id = c.auth_identity_id and f.provider = any($4) and f.status = 'enabled' and f.deleted_at is null
         order by f.id
       ) || case when exists (
         select from stoa_auth.auth_mfa_recovery_code r where r.auth_identity_id = c.auth_identity_id and r.deleted_at is null
       ) then array['${RECOVERY_CODE}'] else '{}' end as methods
     from challenge c join stoa_auth.auth_session s on s.id = c.auth_session_id`,
    [sessionId, createId('authmfach'), authProvider, providers.ids],
  )
  if (!challenge) throw over()
  return withDates(challenge)
}

export async function passChallenge(
  tools: MfaTools,
  id: string,
  { session_id, method, code, ttl }: MfaAnswer,
): Promise<RenewedSession | undefined> {
  const { database } = tools
  const [known] = await database.query<{ auth_identity_id: string }>(
    'select auth_identity_id from stoa_auth.auth_mfa_challenge where id = $1 and auth_session_id = $2',
    [id, session_id],
  )
  if (!known) {
    throw new StoaError(
      'not_found',
      `AuthMfaChallenge with id: ${id} was not found: it is not of this session.`,
    )
  }
  const identity = await lockIdentity(database, known.auth_identity_id)
  const attempts = await attempt(database, id, session_id)
  if (!(await counting(database, identity, () => identityProves(tools, identity.id, method, code)))) {
    if (attempts >= MAX_ATTEMPTS) await revokeSession(database, session_id)
    return undefined
  }
  await database.query(
    'update stoa_auth.auth_mfa_challenge set completed_at = now(), updated_at = now() where id = $1',
    [id],
  )
  const session = await passSession(database, session_id, ttl)
  if (!session) throw over()
  return session
}

/** Counts before it is known whether the code is right: of those that come at once, each has had its number. */
async function attempt(database: Database, id: string, sessionId: string): Promise<number> {
  const [counted] = await database.query<{ attempts: number }>(
    `update stoa_auth.auth_mfa_challenge set attempts = attempts + 1, updated_at = now()
     where id = $1 and auth_session_id = $2 and completed_at is null and attempts < ${MAX_ATTEMPTS} returning attempts`,
    [id, sessionId],
  )
  if (!counted) throw over()
  return counted.attempts
}

const over = () =>
  new StoaError(
    'unauthorized',
    'Unauthorized: this attempt to sign in is over. Begin anew with your password.',
  )
