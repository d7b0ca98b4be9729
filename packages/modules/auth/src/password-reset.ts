import { createId, createReadableToken, type Database, StoaError } from '@stoa/kernel'
import type { AuthenticationProvider, Credentials } from './authentication-provider.ts'
import { hashToken } from './one-time-token.ts'
import { revokeSessions } from './sessions.ts'

const wrongToken = () => new StoaError('unauthorized', 'Invalid token')

export async function createPasswordResetToken(
  database: Database,
  provider: AuthenticationProvider,
  credentials: Credentials,
  actor_type: string,
  ttl: number,
): Promise<string | undefined> {
  const entity_id = provider.entityIdOf(credentials)
  const token = createReadableToken(
    { entity_id, provider: provider.id, actor_type },
    new Date(Date.now() + ttl * 1000),
  )
  const [added] = await database.query(
    `with owner as (
       select id, auth_identity_id, entity_id from stoa_auth.provider_identity
       where entity_id = $1 and provider = $2 and deleted_at is null
     ), replaced as (
       delete from stoa_auth.auth_password_reset_token where provider_identity_id in (select id from owner)
     )
     insert into stoa_auth.auth_password_reset_token
       (id, auth_identity_id, provider_identity_id, entity_id, actor_type, token_hash, expires_at)
     select $3, auth_identity_id, id, entity_id, $4, $5, now() + make_interval(secs => $6) from owner
     returning id`,
    [entity_id, provider.id, createId('authprt'), actor_type, hashToken(token), ttl],
  )
  return added ? token : undefined
}

/** Finds the token `$1` of the provider `$2` for the actor type `$3`. */
const TOKEN = `
  select t.id, t.provider_identity_id
  from stoa_auth.auth_password_reset_token t
  join stoa_auth.provider_identity p on p.id = t.provider_identity_id and p.deleted_at is null
  where t.token_hash = $1 and p.provider = $2 and t.actor_type = $3 and t.expires_at > now()`

export async function resetPassword(
  database: Database,
  provider: AuthenticationProvider,
  token: string,
  actor_type: string,
  credentials: Credentials,
): Promise<void> {
  const wanted = [hashToken(token), provider.id, actor_type]
  if ((await database.query(TOKEN, wanted)).length === 0) throw wrongToken()
  const { provider_metadata } = await provider.enroll(credentials)
  await database.transaction(async () => {
    const [changed] = await database.query<{ auth_identity_id: string }>(
      `with known as (${TOKEN}
       ), used as (
         delete from stoa_auth.auth_password_reset_token where id in (select id from known)
         returning provider_identity_id
       ), others as (
         delete from stoa_auth.auth_password_reset_token
         where provider_identity_id in (select provider_identity_id from used) and id not in (select id from known)
       )
       update stoa_auth.provider_identity set provider_metadata = $4::jsonb, updated_at = now()
       where id in (select provider_identity_id from used)
       returning auth_identity_id`,
      [...wanted, JSON.stringify(provider_metadata)],
    )
    if (!changed) throw wrongToken()
    // A statement of its own: only now it sees the session that was opened by the old password while it was changed.
    await revokeSessions(database, changed.auth_identity_id)
  })
}
