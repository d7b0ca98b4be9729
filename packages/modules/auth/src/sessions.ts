import { createId, type Database, type Row, StoaError } from '@stoa/kernel'
import type { AuthSession } from './entities/auth-session.ts'
import { withDates } from './with-dates.ts'

/** By which credentials someone proved who they are, as these were then. */
export interface Proof {
  provider_identity_id: string
  version: string
}

/** What a session is for. */
export interface NewSession {
  /** `customer`, `user`, or an actor type of the shop's own. */
  actor_type: string
  actor_id?: string | null
  /** Seconds until it ends by itself. */
  ttl: number
  /** No session opens by credentials that have been changed since. Default: none are asked for. */
  proof?: Proof | undefined
}

/** What changes with every change of the credentials of a provider identity `p`. */
export const VERSION = 'md5(p.provider_metadata::text)'

/** A session that has just been opened. */
export type OpenedSession = Row<AuthSession> & {
  /** Whether the identity has a second factor. Then the session opens nothing until `mfa_completed_at` is set. */
  mfa_enabled: boolean
}

/** A session that lasts anew. */
export type RenewedSession = OpenedSession & { app_metadata: Record<string, string> }

const COLUMNS =
  'id, auth_identity_id, actor_type, actor_id, expires_at, revoked_at, last_used_at, mfa_completed_at, created_at, updated_at, deleted_at'

/** How long somebody has to pass the challenge of a second factor. */
const CHALLENGE_SECONDS = 10 * 60

/** Whether a session `s` of an identity `i` has passed all that it has to. */
const PASSED = '(i.mfa_enabled_at is null or s.mfa_completed_at is not null)'

export async function createSession(
  database: Database,
  authIdentityId: string,
  { actor_type, actor_id = null, ttl, proof }: NewSession,
): Promise<OpenedSession> {
  const values = [createId('authses'), authIdentityId, actor_type, actor_id, ttl]
  // A change of the credentials that is under way is waited for, and one that comes now waits for this session to end it.
  const condition = proof
    ? `from stoa_auth.provider_identity p where p.id = $6 and ${VERSION} = $7 and p.deleted_at is null for share`
    : ''
  const [row] = await database.query<OpenedSession>(
    `insert into stoa_auth.auth_session (id, auth_identity_id, actor_type, actor_id, expires_at)
     select $1, $2, $3, $4, now() + make_interval(secs => case
       when (select mfa_enabled_at from stoa_auth.auth_identity where id = $2) is null then $5::float8
       else least($5, ${CHALLENGE_SECONDS}) end)
     ${condition}
     returning ${COLUMNS}, (
       select i.mfa_enabled_at is not null from stoa_auth.auth_identity i where i.id = auth_identity_id) as mfa_enabled`,
    proof ? [...values, proof.provider_identity_id, proof.version] : values,
  )
  if (!row) throw new StoaError('unauthorized', 'The credentials have been changed meanwhile. Sign in again.')
  return withDates(row)
}

/** Ends a session. One that is over, or was never there, is no error. */
export async function revokeSession(database: Database, id: string): Promise<void> {
  await database.query(
    'update stoa_auth.auth_session set revoked_at = now(), updated_at = now() where id = $1 and revoked_at is null',
    [id],
  )
}

/** Ends all sessions of an identity. */
export async function revokeSessions(database: Database, authIdentityId: string): Promise<void> {
  await database.query(
    `update stoa_auth.auth_session set revoked_at = now(), updated_at = now()
     where auth_identity_id = $1 and revoked_at is null`,
    [authIdentityId],
  )
}

export async function findLiveSession(database: Database, id: string): Promise<Row<AuthSession> | undefined> {
  const [row] = await database.query<Row<AuthSession>>(
    `select s.* from stoa_auth.auth_session s join stoa_auth.auth_identity i on i.id = s.auth_identity_id
     where s.id = $1 and s.revoked_at is null and s.expires_at > now() and ${PASSED}`,
    [id],
    { name: 'auth_find_live_session' },
  )
  return row && withDates(row)
}

export async function renewSession(
  database: Database,
  id: string,
  ttl: number,
): Promise<RenewedSession | undefined> {
  return prolong(database, [id, ttl], { condition: PASSED })
}

/**
 * Opens a session that has passed its challenge, for whoever the identity is by now. The row stays the same, so that a change of the
 * password that is under way ends it; its id does not, so that what was signed before is worth nothing.
 */
export async function passSession(
  database: Database,
  id: string,
  ttl: number,
): Promise<RenewedSession | undefined> {
  return prolong(database, [id, ttl, createId('authses')], {
    change: 'id = $3, mfa_completed_at = now(),',
    condition: 's.mfa_completed_at is null',
  })
}

async function prolong(
  database: Database,
  values: readonly unknown[],
  { change = '', condition }: { change?: string; condition: string },
): Promise<RenewedSession | undefined> {
  const [row] = await database.query<RenewedSession>(
    `with renewed as (
       update stoa_auth.auth_session s set ${change}
         actor_id = i.app_metadata ->> (s.actor_type || '_id'),
         expires_at = now() + make_interval(secs => $2), updated_at = now()
       from stoa_auth.auth_identity i
       where s.id = $1 and s.revoked_at is null and s.expires_at > now() and ${condition}
         and i.id = s.auth_identity_id and i.deleted_at is null
       returning s.*, coalesce(i.app_metadata, '{}') as app_metadata, i.mfa_enabled_at is not null as mfa_enabled
     )
     select ${COLUMNS}, app_metadata, mfa_enabled from renewed`,
    values,
  )
  return row && withDates(row)
}
