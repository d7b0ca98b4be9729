import { fieldsQuery, listQuery, MAX_LIMIT, type StoaServer, words } from '@stoa/http'
import { Query } from '@stoa/query'
import { fieldRules, selectedFields, sendList, transaction } from '@stoa/rest'
import { Type } from 'typebox'
import { givePolicies, takePolicies } from '../roles/policies-of-role.ts'

const PATH = '/admin/rbac/roles/:id/policies'

const fields = fieldRules('id role_id policy_id policy metadata created_at updated_at deleted_at')
const rolesOfPolicy = fieldRules(
  'id role.id role.name role.description role.created_at role.updated_at role.users.id',
)

const params = Type.Object({ id: Type.String() })
const some = Type.Object({ policies: Type.Array(Type.String({ minLength: 1 })) })
const filters = { policies: words() }

const config = { permission: 'rbac_role' }
const changing = { permission: 'rbac_role:update' }

/** Which policies a role has. */
export async function adminRbacRolePolicies(app: StoaServer): Promise<void> {
  app.get(
    PATH,
    // All of them, unless `policies` says which.
    {
      schema: { params, querystring: listQuery({ default_limit: MAX_LIMIT, filters, logical: false }) },
      config,
    },
    (request, reply) =>
      sendList(request, reply, {
        entity: 'rbac_role_policy',
        key: 'policies',
        fields,
        filters: { role_id: request.params.id, policy_id: request.query.policies, policy: {} },
      }),
  )

  app.post(
    PATH,
    {
      schema: {
        params,
        body: some,
        querystring: Type.Object({ ...fieldsQuery().properties, policies: Type.Optional(words()) }),
      },
      config: changing,
    },
    async (request) => {
      const { id } = request.params
      const { policies: policy_id } = request.query
      const selected = selectedFields(request, { entity: 'rbac_role_policy', fields })
      const policies = await transaction(request, async () => {
        await givePolicies(request, id, request.body.policies)
        return request.container.resolve(Query).list('rbac_role_policy', {
          fields: selected,
          filters: { role_id: id, policy_id, policy: {} },
        })
      })
      return { policies, count: policies.length, offset: 0, limit: policies.length }
    },
  )

  app.delete(
    `${PATH}/:policy_id`,
    { schema: { params: Type.Object({ id: Type.String(), policy_id: Type.String() }) }, config: changing },
    async (request) => {
      const { id, policy_id } = request.params
      await takePolicies(request, id, [policy_id])
      return { id: policy_id, object: 'rbac_policy', deleted: true }
    },
  )

  app.get(
    '/admin/rbac/policies/:id/roles',
    {
      schema: { params, querystring: listQuery({ default_limit: 10, filters: {}, logical: false }) },
      config: { permission: 'rbac_policy' },
    },
    (request, reply) =>
      sendList(request, reply, {
        entity: 'rbac_role_policy',
        key: 'roles',
        fields: rolesOfPolicy,
        filters: { policy_id: request.params.id, role: {} },
      }),
  )
}
