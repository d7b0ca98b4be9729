import { createId, type Database, StoaError } from '@stoa/kernel'
import type { AuthenticationProvider, Credentials } from './authentication-provider.ts'
import { createOneTimeToken, hashToken } from './one-time-token.ts'

const wrongToken = () => new StoaError('unauthorized', 'Invalid token')

export async function createPasswordResetToken(
  database: Database,
  provider: AuthenticationProvider,
  credentials: Credentials,
  ttl: number,
): Promise<string | undefined> {
  const token = createOneTimeToken()
  const [added] = await database.query(
    `with owner as (
       select id, auth_identity_id, entity_id from stoa_auth.provider_identity
       where entity_id = $1 and provider = $2 and deleted_at is null
     ), replaced as (
       delete from stoa_auth.auth_password_reset_token where provider_identity_id in (select id from owner)
     )
     insert into stoa_auth.auth_password_reset_token
       (id, auth_identity_id, provider_identity_id, entity_id, token_hash, expires_at)
     select $3, auth_identity_id, id, entity_id, $4, now() + make_interval(secs => $5) from owner
     returning id`,
    [provider.entityIdOf(credentials), provider.id, createId('authprt'), hashToken(token), ttl],
  )
  return added ? token : undefined
}

export async function resetPassword(
  database: Database,
  provider: AuthenticationProvider,
  token: string,
  credentials: Credentials,
): Promise<void> {
  const hash = hashToken(token)
  const [known] = await database.query(
    'select from stoa_auth.auth_password_reset_token where token_hash = $1 and expires_at > now()',
    [hash],
  )
  if (!known) throw wrongToken()
  const { provider_metadata } = await provider.enroll(credentials)
  const [changed] = await database.query(
    `with used as (
       delete from stoa_auth.auth_password_reset_token where token_hash = $1 and expires_at > now()
       returning provider_identity_id, auth_identity_id
     ), changed as (
       update stoa_auth.provider_identity set provider_metadata = $3::jsonb, updated_at = now()
       where id in (select provider_identity_id from used) and provider = $2 and deleted_at is null
       returning auth_identity_id
     ), sessions as (
       update stoa_auth.auth_session set revoked_at = now(), updated_at = now()
       where auth_identity_id in (select auth_identity_id from changed) and revoked_at is null
     )
     select auth_identity_id from changed`,
    [hash, provider.id, JSON.stringify(provider_metadata)],
  )
  if (!changed) throw wrongToken()
}
