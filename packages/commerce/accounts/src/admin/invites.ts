import {
  type AuthConfig,
  email,
  fieldsQuery,
  metadata,
  moments,
  nullable,
  type StoaServer,
  sendJson,
  words,
} from '@stoa/http'
import { StoaError } from '@stoa/kernel'
import { checkFields, fieldRules, readOne, resource, transaction } from '@stoa/rest'
import { UserService } from '@stoa/user'
import { Type } from 'typebox'
import { acceptInvite } from '../accept-invite.ts'
import { assertMayInvite, inviteAs } from '../roles/inviting.ts'
import { byEmail, translate } from './conditions.ts'
import { userFields } from './user-fields.ts'

const PATH = '/admin/invites'

const filters = { q: Type.String(), id: words(), email: words(), ...moments() }

const invite = Type.Object(
  {
    email: email(),
    roles: Type.Optional(nullable(Type.Array(Type.String()))),
    metadata: Type.Optional(metadata()),
  },
  { additionalProperties: false },
)

const acceptance = Type.Object(
  {
    email: Type.Optional(nullable(email())),
    first_name: Type.Optional(nullable(Type.String())),
    last_name: Type.Optional(nullable(Type.String())),
  },
  { additionalProperties: false },
)

/** Whoever is invited has registered, and is nobody yet. */
const registered: AuthConfig = { actor: 'user', by: ['session', 'bearer'], allow_unregistered: true }

/** How users come to be. */
export async function adminInvites(app: StoaServer): Promise<void> {
  const service = app.container.resolve(UserService)
  const invites = resource(app, {
    path: PATH,
    entity: 'invite',
    fields: fieldRules('id email accepted token expires_at metadata created_at updated_at deleted_at'),
    event: 'invite',
  })
  invites.list({
    default_limit: 50,
    filters,
    where: (conditions) => translate(conditions, { email: byEmail }),
  })
  invites.retrieve()
  invites.create(invite, ({ email, metadata = null, roles }, request) =>
    inviteAs(request, { email, metadata, roles: roles ?? [] }),
  )
  invites.action('/resend', Type.Object({}), async (_body, request, id) => {
    await assertMayInvite(request, id)
    await service.renewInvites([id])
    await invites.emit(request, 'resent', [id])
  })
  invites.delete((id) => service.softDeleteInvites(id))

  app.post(
    `${PATH}/accept`,
    {
      schema: {
        body: acceptance,
        querystring: Type.Object({ ...fieldsQuery().properties, token: Type.String({ minLength: 1 }) }),
      },
      config: { auth: registered, permission: false },
    },
    async (request, reply) => {
      const { auth_identity } = request.asker
      if (!auth_identity) {
        throw new StoaError(
          'invalid_data',
          'You are a user already. Sign out, and register with the address that was invited.',
        )
      }
      checkFields(request, userFields)
      const { token } = request.query
      const text = await transaction(request, async () => {
        const { id } = await acceptInvite(request.container, token, auth_identity.id, request.body)
        return readOne(request, { entity: 'user', key: 'user', fields: userFields, id })
      })
      return sendJson(reply, text)
    },
  )
}
