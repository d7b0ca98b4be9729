import { AuthService } from '@stoa/auth'
import { Events } from '@stoa/events'
import type { AuthConfig, StoaServer } from '@stoa/http'
import { Query } from '@stoa/query'
import { transaction } from '@stoa/rest'
import { Type } from 'typebox'
import { known } from '../known.ts'
import { identityOf } from './tokens.ts'

const anybody: AuthConfig = { actor: '*', by: ['session', 'bearer'], allow_unregistered: true }

const wanted = Type.Object({
  entity_id: Type.String({ minLength: 1 }),
  entity_type: Type.String({ minLength: 1 }),
  code_provider: Type.Optional(Type.String({ minLength: 1, default: 'token' })),
  metadata: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
})

const confirmation = Type.Object({
  code: Type.String({ minLength: 1 }),
  code_provider: Type.Optional(Type.String({ minLength: 1 })),
})

/** Never the code: whoever asks must be reached where they say to learn it. */
const SHOWN = [
  'id',
  'auth_identity_id',
  'entity_id',
  'entity_type',
  'code_provider',
  'metadata',
  'requested_at',
  'expires_at',
  'verified_at',
]

/** Whether someone can be reached where they say. */
export async function verification(app: StoaServer): Promise<void> {
  app.post(
    '/auth/verification/request',
    { schema: { body: wanted }, config: { auth: anybody } },
    async (request) => {
      const { container, body } = request
      const { metadata = {}, ...asked } = body
      const auth_identity_id = identityOf(request)
      return transaction(request, async () => {
        const { verification, code } = await container
          .resolve(AuthService)
          .requestVerification(auth_identity_id, { ...asked, metadata })
        const { id, entity_id, entity_type, code_provider } = verification
        const shown = await container.resolve(Query).retrieve('auth_verification', id, { fields: SHOWN })
        if (code !== undefined) {
          const told = { id, entity_id, entity_type, code_provider, code, auth_identity_id, metadata }
          await container.resolve(Events).emit('auth.verification_requested', told)
        }
        return { verification: shown }
      })
    },
  )

  app.post(
    '/auth/verification/confirm',
    { schema: { body: confirmation }, config: { auth: { ...anybody, optional: true } } },
    async (request) => {
      const { container, body, asker } = request
      const auth_identity_id = asker.actor?.auth_identity_id ?? asker.auth_identity?.id
      return transaction(request, async () => {
        const { id } = await container.resolve(AuthService).confirmVerification({
          ...known(confirmation, body),
          ...(auth_identity_id === undefined ? {} : { auth_identity_id }),
        })
        const { entity_id, entity_type, code_provider, verified_at } = await container
          .resolve(Query)
          .retrieve('auth_verification', id, { fields: SHOWN })
        return { entity_id, entity_type, code_provider, verified_at }
      })
    },
  )
}
