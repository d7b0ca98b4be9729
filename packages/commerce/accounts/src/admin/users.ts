import { AuthService } from '@stoa/auth'
import { fieldsQuery, metadata, moments, nullable, type StoaServer, words } from '@stoa/http'
import { type Container, StoaError } from '@stoa/kernel'
import { Query } from '@stoa/query'
import { actorOf, resource, sendOne, transaction } from '@stoa/rest'
import { UserService } from '@stoa/user'
import { Type } from 'typebox'
import { known } from '../known.ts'
import { assertMayAct, removeUserAs } from '../roles/acting-on-users.ts'
import { byEmail, translate } from './conditions.ts'
import { userFields } from './user-fields.ts'

const PATH = '/admin/users'
/** The provider whose users have a password. */
const PASSWORDS = 'emailpass'

const filters = {
  q: Type.String(),
  id: words(),
  ...moments(),
  email: Type.String(),
  first_name: Type.String(),
  last_name: Type.String(),
}

const text = () => Type.Optional(nullable(Type.String()))
const params = Type.Object({ id: Type.String() })

const change = Type.Object({
  first_name: text(),
  last_name: text(),
  avatar_url: text(),
  metadata: Type.Optional(metadata()),
})

/** Who runs the shop. They come by invite. */
export async function adminUsers(app: StoaServer): Promise<void> {
  const users = resource(app, { path: PATH, entity: 'user', fields: userFields, event: 'user' })
  users.list({
    default_limit: 50,
    filters,
    logical: false,
    where: (conditions) => translate(conditions, { email: byEmail }),
  })
  users.retrieve()
  users.update(change, (body, { container }, id) =>
    container.resolve(UserService).updateUsers({ ...known(change, body), id }),
  )
  users.delete(async (id, request) => {
    if (actorOf(request).id === id) throw new StoaError('not_allowed', 'A user cannot delete itself')
    await removeUserAs(request, id)
  })

  app.get(
    `${PATH}/me`,
    { schema: { querystring: fieldsQuery() }, config: { permission: false } },
    (request, reply) =>
      sendOne(request, reply, { entity: 'user', key: 'user', id: actorOf(request).id, fields: userFields }),
  )

  app.get(`${PATH}/:id/auth-providers`, { schema: { params } }, async ({ container, params }) => {
    const user = await container.resolve(Query).retrieve('user', params.id, { fields: ['auth_providers'] })
    return { providers: user.auth_providers }
  })

  app.post(`${PATH}/:id/reset-password`, { schema: { params } }, async (request) => ({
    token: await transaction(request, async () => {
      // Whoever has the token can sign in as the user.
      await assertMayAct(request, request.params.id)
      return resetTokenFor(request.container, request.params.id)
    }),
  }))
}

/** @throws StoaError `not_allowed` for a user who has no password to reset */
async function resetTokenFor(container: Container, id: string): Promise<string> {
  await container.resolve(UserService).retrieveUser(id)
  const auth = container.resolve(AuthService)
  const login = (await auth.listLogins('user', id)).find(({ provider }) => provider === PASSWORDS)
  const token = login && (await auth.createPasswordResetToken(PASSWORDS, { email: login.entity_id }, 'user'))
  if (token !== undefined) return token
  throw new StoaError(
    'not_allowed',
    `User ${id} does not sign in with a password, so there is none to reset.`,
  )
}
