import { AuthOptions, MfaService } from '@stoa/auth'
import type { AuthConfig, StoaServer } from '@stoa/http'
import { StoaError } from '@stoa/kernel'
import { Type } from 'typebox'
import { shownToken, signToken } from './tokens.ts'

/** Whoever has only shown a password. */
const pending: AuthConfig = {
  actor: '*',
  by: ['session', 'bearer'],
  allow_unregistered: true,
  allow_mfa_pending: true,
}

const answer = Type.Object({ method: Type.String({ minLength: 1 }), code: Type.String({ minLength: 1 }) })

/** The second half of signing in. */
export async function mfaChallenges(app: StoaServer): Promise<void> {
  app.post(
    '/auth/mfa/challenges/:id/verify',
    { schema: { params: Type.Object({ id: Type.String() }), body: answer }, config: { auth: pending } },
    async (request) => {
      const { container, params, body } = request
      const { claims } = await shownToken(request)
      const session = await container.resolve(MfaService).passChallenge(params.id, {
        session_id: claims.session_id,
        method: body.method,
        code: body.code,
        ttl: container.resolve(AuthOptions).session_ttl,
      })
      if (session) return { token: await signToken(container, session, claims) }
      throw new StoaError(
        'unauthorized',
        'Unauthorized: the code is wrong, has been used or has expired. Try the next one.',
      )
    },
  )
}
