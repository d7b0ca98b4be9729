import { AuthenticationProviders, AuthService } from '@stoa/auth'
import type { StoaServer } from '@stoa/http'
import { Type } from 'typebox'
import { checkActorType, checkWayIn, wayIn } from './actor-types.ts'
import { openSession } from './tokens.ts'

/** What a provider wants, such as `{ email, password }`; it checks that itself. */
const credentials = Type.Record(Type.String(), Type.Unknown())

/** Signing in, and registering. */
export async function signIn(app: StoaServer): Promise<void> {
  app.post(
    '/auth/:actor_type/:auth_provider',
    { schema: { params: wayIn, body: credentials } },
    async ({ container, params, body }) => {
      checkWayIn(container, params)
      const identity = await container.resolve(AuthService).authenticate(params.auth_provider, body)
      return openSession(container, identity, params.actor_type, params.auth_provider)
    },
  )

  app.post(
    '/auth/:actor_type/:auth_provider/register',
    { schema: { params: wayIn, body: credentials } },
    async ({ container, params, body }) => {
      checkWayIn(container, params)
      const identity = await container.resolve(AuthService).register(params.auth_provider, body)
      return openSession(container, identity, params.actor_type, params.auth_provider)
    },
  )

  app.get(
    '/auth/:actor_type/providers',
    { schema: { params: Type.Object({ actor_type: Type.String() }) } },
    async ({ container, params }) => {
      checkActorType(params.actor_type)
      const providers = container.resolve(AuthenticationProviders)
      return {
        providers: providers.ids.map((id) => {
          const { display_name } = providers.get(id)
          return { id, identifier: id, display_name, flow: 'credentials' }
        }),
      }
    },
  )
}
