import { nextCode, type Shop } from './shop.ts'

/** Enables an authenticator app for whoever the token is of; gives its secret. */
export async function enableMfa(shop: Shop, token: string): Promise<{ id: string; secret: string }> {
  const started = await shop.call('POST', '/auth/mfa/factors', { token, body: { provider: 'totp' } })
  const { secret, mfa_factor } = started.body
  const body = { code: nextCode(secret) }
  const enabled = await shop.call('POST', `/auth/mfa/factors/${mfa_factor.id}/verify`, { token, body })
  if (enabled.status !== 200) throw new Error(enabled.body.message)
  return { id: mfa_factor.id, secret }
}
