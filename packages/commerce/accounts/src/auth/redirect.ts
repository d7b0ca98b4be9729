import type { AuthConfig, StoaServer } from '@stoa/http'
import { StoaError } from '@stoa/kernel'
import { Type } from 'typebox'
import { checkProvider, checkWayIn, wayIn } from './actor-types.ts'

/** Somebody whom a provider has sent back, and who is nobody yet. */
const sentBack: AuthConfig = { actor: 'user', by: ['bearer'], allow_unregistered: true }

/** All providers there are take credentials, so none sends anybody elsewhere, and nobody comes back from one. */
const noRedirect = (provider: string) =>
  new StoaError(
    'not_allowed',
    `The auth provider ${provider} sends nobody elsewhere to sign in. POST the credentials to /auth/{actor_type}/${provider}.`,
  )

/**
 * The routes of providers that send people elsewhere to sign in. They refuse every provider that doesn't: no credentials are
 * read from a URL, and nobody becomes a user without an invite.
 */
export async function redirect(app: StoaServer): Promise<void> {
  for (const [method, url] of [
    ['GET', '/auth/:actor_type/:auth_provider'],
    ['GET', '/auth/:actor_type/:auth_provider/callback'],
    ['POST', '/auth/:actor_type/:auth_provider/callback'],
  ] as const) {
    app.route({
      method,
      url,
      schema: { params: wayIn },
      handler: async ({ container, params }) => {
        checkWayIn(container, params)
        throw noRedirect(params.auth_provider)
      },
    })
  }

  app.post(
    '/auth/:auth_provider/user',
    { schema: { params: Type.Object({ auth_provider: Type.String() }) }, config: { auth: sentBack } },
    async ({ container, params: { auth_provider } }) => {
      checkProvider(container, 'user', auth_provider)
      throw new StoaError(
        'not_allowed',
        `The auth provider ${auth_provider} vouches for nobody, so its identities become users by invite: POST /admin/invites/accept.`,
      )
    },
  )
}
