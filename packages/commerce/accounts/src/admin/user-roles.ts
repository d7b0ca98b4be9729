import { listQuery, type StoaServer, words } from '@stoa/http'
import { Query } from '@stoa/query'
import { fieldRules, sendList, transaction } from '@stoa/rest'
import { Type } from 'typebox'
import { giveRoles, takeRoles } from '../roles/roles-of-users.ts'

const PATH = '/admin/users/:id/roles'

const fields = fieldRules('user_id rbac_role_id rbac_role.*')
const params = Type.Object({ id: Type.String() })
const some = Type.Object({ roles: Type.Array(Type.String({ minLength: 1 })) })
const querystring = listQuery({ default_limit: 50, filters: { role_id: words() }, logical: false })

/** Giving and taking a role changes the user. */
const config = { permission: 'user:update' }

/** The roles of a user. */
export async function adminUserRoles(app: StoaServer): Promise<void> {
  app.get(PATH, { schema: { params, querystring } }, (request, reply) =>
    sendList(request, reply, {
      entity: 'user_rbac_role',
      key: 'roles',
      fields,
      filters: { user_id: request.params.id, rbac_role_id: request.query.role_id, rbac_role: {} },
    }),
  )

  app.post(PATH, { schema: { params, body: some }, config }, async (request) => {
    const { id } = request.params
    const roles = await transaction(request, async () => {
      await giveRoles(request, { users: [id], roles: request.body.roles })
      return request.container.resolve(Query).list('user_rbac_role', {
        fields: fields.defaults,
        filters: { user_id: id, rbac_role: {} },
      })
    })
    return { roles }
  })

  app.delete(PATH, { schema: { params, body: some }, config }, async (request) => {
    const { roles } = request.body
    await takeRoles(request, { users: [request.params.id], roles })
    return { ids: roles, object: 'user_role', deleted: true }
  })

  app.delete(
    `${PATH}/:role_id`,
    { schema: { params: Type.Object({ id: Type.String(), role_id: Type.String() }) }, config },
    async (request) => {
      const { id, role_id } = request.params
      await takeRoles(request, { users: [id], roles: [role_id] })
      return { id: role_id, object: 'user_role', deleted: true }
    },
  )
}
