import { AuthService } from '@stoa/auth'
import { Events } from '@stoa/events'
import { credentialsOf, metadata, type StoaServer } from '@stoa/http'
import { Database, StoaError } from '@stoa/kernel'
import { Type } from 'typebox'
import { checkWayIn, wayIn } from './actor-types.ts'

/** Forgotten passwords. */
export async function password(app: StoaServer): Promise<void> {
  app.post(
    '/auth/:actor_type/:auth_provider/reset-password',
    {
      schema: {
        params: wayIn,
        body: Type.Object({ identifier: Type.String(), metadata: Type.Optional(metadata()) }),
      },
    },
    async ({ container, params, body }, reply) => {
      checkWayIn(container, params)
      const { identifier, metadata = {} } = body
      await container.resolve(Database).transaction(async () => {
        const token = await container
          .resolve(AuthService)
          .createPasswordResetToken(params.auth_provider, { email: identifier }, params.actor_type)
        if (token === undefined) return
        await container
          .resolve(Events)
          .emit(
            'auth.password_reset',
            { entity_id: identifier, actor_type: params.actor_type, token, metadata },
            { subject: identifier },
          )
      })
      // The same whether or not anybody is known by that name.
      return reply.code(201).send()
    },
  )

  app.post(
    '/auth/:actor_type/:auth_provider/update',
    { schema: { params: wayIn, body: Type.Record(Type.String(), Type.Unknown()) } },
    async (request) => {
      const { container, params, body } = request
      checkWayIn(container, params)
      const { bearer } = credentialsOf(request)
      if (bearer === undefined) {
        throw new StoaError('unauthorized', 'Invalid token: send the one from the reset e-mail as bearer.')
      }
      await container
        .resolve(AuthService)
        .resetPassword(params.auth_provider, bearer, params.actor_type, body)
      return { success: true }
    },
  )
}
