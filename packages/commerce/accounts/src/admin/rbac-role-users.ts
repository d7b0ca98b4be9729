import { filtersOf, listQuery, type StoaServer, words } from '@stoa/http'
import { Query } from '@stoa/query'
import { fieldRules, sendList, transaction } from '@stoa/rest'
import { Type } from 'typebox'
import { giveRoles, takeRoles } from '../roles/roles-of-users.ts'

const PATH = '/admin/rbac/roles/:id/users'

const fields = fieldRules('user_id rbac_role_id user.*')
const params = Type.Object({ id: Type.String() })
const some = Type.Object({ users: Type.Array(Type.String({ minLength: 1 })) })
const querystring = listQuery({ default_limit: 50, filters: { user_id: words() } })

const changing = { permission: 'rbac_role:update' }

/** Who has a role. */
export async function adminRbacRoleUsers(app: StoaServer): Promise<void> {
  app.get(PATH, { schema: { params, querystring }, config: { permission: 'rbac_role' } }, (request, reply) =>
    sendList(request, reply, {
      entity: 'user_rbac_role',
      key: 'users',
      fields,
      filters: {
        $and: [{ rbac_role_id: request.params.id, user: {} }, filtersOf(request.query, ['user_id'])],
      },
    }),
  )

  app.post(PATH, { schema: { params, body: some }, config: changing }, async (request) => {
    const { id } = request.params
    const users = await transaction(request, async () => {
      await giveRoles(request, { users: request.body.users, roles: [id] })
      return request.container.resolve(Query).list('user_rbac_role', {
        fields: fields.defaults,
        filters: { rbac_role_id: id, user_id: request.body.users, user: {} },
      })
    })
    return { users }
  })

  app.delete(PATH, { schema: { params, body: some }, config: changing }, async (request) => {
    const { users } = request.body
    await takeRoles(request, { users, roles: [request.params.id] })
    return { ids: users, object: 'role_user', deleted: true }
  })
}
