import { createId, type Database, type Row, StoaError } from '@stoa/kernel'
import type { AuthSession } from './entities/auth-session.ts'

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

/** A session that lasts anew. */
export type RenewedSession = Row<AuthSession> & { app_metadata: Record<string, string> }

const COLUMNS =
  'id, auth_identity_id, actor_type, actor_id, expires_at, revoked_at, last_used_at, created_at, updated_at, deleted_at'

export async function createSession(
  database: Database,
  authIdentityId: string,
  { actor_type, actor_id = null, ttl, proof }: NewSession,
): Promise<Row<AuthSession>> {
  const values = [createId('authses'), authIdentityId, actor_type, actor_id, ttl]
  // A change of the credentials that is under way is waited for, and one that comes now waits for this session to end it.
  const condition = proof
    ? `from stoa_auth.provider_identity p where p.id = $6 and ${VERSION} = $7 and p.deleted_at is null for share`
    : ''
  const [row] = await database.query<Row<AuthSession>>(
    `insert into stoa_auth.auth_session (id, auth_identity_id, actor_type, actor_id, expires_at)
     select $1, $2, $3, $4, now() + make_interval(secs => $5) ${condition} returning ${COLUMNS}`,
    proof ? [...values, proof.provider_identity_id, proof.version] : values,
  )
  if (!row) throw new StoaError('unauthorized', 'The credentials have been changed meanwhile. Sign in again.')
  return row
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
    `select ${COLUMNS} from stoa_auth.auth_session where id = $1 and revoked_at is null and expires_at > now()`,
    [id],
    { name: 'auth_find_live_session' },
  )
  return row
}

export async function renewSession(
  database: Database,
  id: string,
  ttl: number,
): Promise<RenewedSession | undefined> {
  const [row] = await database.query<RenewedSession>(
    `with renewed as (
       update stoa_auth.auth_session s set
         actor_id = i.app_metadata ->> (s.actor_type || '_id'),
         expires_at = now() + make_interval(secs => $2), updated_at = now()
       from stoa_auth.auth_identity i
       where s.id = $1 and s.revoked_at is null and s.expires_at > now()
         and i.id = s.auth_identity_id and i.deleted_at is null
       returning s.*, coalesce(i.app_metadata, '{}') as app_metadata
     )
     select ${COLUMNS}, app_metadata from renewed`,
    [id, ttl],
  )
  return row
}
