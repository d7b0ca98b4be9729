import { type Database, StoaError } from '@stoa/kernel'
import type { AuthenticationProvider, Credentials } from './authentication-provider.ts'
import { revokeSessions } from './sessions.ts'

export async function changePassword(
  database: Database,
  provider: AuthenticationProvider,
  authIdentityId: string,
  credentials: Credentials,
): Promise<void> {
  const { provider_metadata } = await provider.enroll(credentials)
  await database.transaction(async () => {
    const [changed] = await database.query(
      `with changed as (
         update stoa_auth.provider_identity set provider_metadata = $3::jsonb, updated_at = now()
         where auth_identity_id = $1 and provider = $2 and deleted_at is null
         returning id
       ), tokens as (
         delete from stoa_auth.auth_password_reset_token
         where provider_identity_id in (select id from changed)
       )
       select id from changed`,
      [authIdentityId, provider.id, JSON.stringify(provider_metadata)],
    )
    if (!changed) {
      throw new StoaError('not_found', `The identity ${authIdentityId} has no credentials of ${provider.id}.`)
    }
    await revokeSessions(database, authIdentityId)
  })
}
