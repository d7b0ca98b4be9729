import { createId, type Database, type Row } from '@stoa/kernel'
import type { AuthSession } from './entities/auth-session.ts'

/** What a session is for. */
export interface NewSession {
  /** `customer`, `user`, or an actor type of the shop's own. */
  actor_type: string
  actor_id?: string | null
  /** Seconds until it ends by itself. */
  ttl: number
}

/** A session that lasts anew. */
export type RenewedSession = Row<AuthSession> & { app_metadata: Record<string, string> }

const COLUMNS =
  'id, auth_identity_id, actor_type, actor_id, expires_at, revoked_at, last_used_at, created_at, updated_at, deleted_at'

export async function createSession(
  database: Database,
  authIdentityId: string,
  session: NewSession,
): Promise<Row<AuthSession>> {
  const [row] = await database.query<Row<AuthSession>>(
    `insert into stoa_auth.auth_session (id, auth_identity_id, actor_type, actor_id, expires_at)
     values ($1, $2, $3, $4, now() + make_interval(secs => $5)) returning ${COLUMNS}`,
    [createId('authses'), authIdentityId, session.actor_type, session.actor_id ?? null, session.ttl],
  )
  return row as Row<AuthSession>
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
