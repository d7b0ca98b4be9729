import { AuthService, type SignedClaims } from '@stoa/auth'
import { type AuthConfig, clearSessionCookie, type StoaServer, setSessionCookie } from '@stoa/http'
import { renewToken, sessionIdOf, shownToken } from './tokens.ts'

const byBearer: AuthConfig = {
  actor: '*',
  by: ['bearer'],
  allow_unregistered: true,
  allow_mfa_pending: true,
}
const byEither: AuthConfig = { ...byBearer, by: ['session', 'bearer'] }

/** What a browser may know of its session. */
const onTheWire = ({ session_id, ...claims }: SignedClaims) => ({
  mfa_enabled: false,
  mfa_challenge_completed_at: null,
  ...claims,
})

/**
 * Sessions: a cookie and a bearer token of one session open and close together. One that waits for a second factor gets a cookie, too,
 * and waits on.
 */
export async function session(app: StoaServer): Promise<void> {
  app.post('/auth/session', { config: { auth: byBearer } }, async (request, reply) => {
    const { token, claims } = await shownToken(request)
    setSessionCookie(reply, token, claims.exp - Math.floor(Date.now() / 1000))
    return { user: onTheWire(claims) }
  })

  app.delete('/auth/session', { config: { auth: byEither } }, async (request, reply) => {
    await request.container.resolve(AuthService).revokeSession(sessionIdOf(request))
    clearSessionCookie(reply)
    return { success: true }
  })

  app.post('/auth/token/refresh', { config: { auth: byEither } }, renewToken)
}
