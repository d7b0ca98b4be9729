import { allows, fieldsQuery, type StoaServer } from '@stoa/http'
import { type FieldRules, Query } from '@stoa/query'
import { RbacService } from '@stoa/rbac'
import { actorOf, selectedFields } from '@stoa/rest'
import type { FastifyRequest } from 'fastify'
import { policyFields } from './rbac-policies.ts'
import { roleFields, roleQuery } from './rbac-roles.ts'

/** What the asker may do, and what they may therefore give to others. */
export async function adminRbacOwn(app: StoaServer): Promise<void> {
  app.get('/admin/rbac/me/permissions', { config: { permission: false } }, async (request) => {
    const held = actorOf(request).permissions
    const policies = await request.container.resolve(RbacService).listRbacPolicies()
    const keys = policies.map(({ key }) => key).filter((key) => !key.includes('*') && allows(held, key))
    return { permissions: keys.sort() }
  })

  app.get(
    '/admin/rbac/roles/assignable',
    { schema: { querystring: roleQuery() }, config: { permission: 'rbac_role' } },
    async (request) => {
      const roles = await assignable(request, 'rbac_role', roleFields, 'permissions')
      return { roles, count: roles.length }
    },
  )

  app.get(
    '/admin/rbac/policies/assignable',
    { schema: { querystring: fieldsQuery() }, config: { permission: 'rbac_policy' } },
    async (request) => {
      const policies = await assignable(request, 'rbac_policy', policyFields, 'key')
      return { policies, count: policies.length }
    },
  )
}

/** @param allowing the field that says what a row allows: a permission, or a list of them */
async function assignable(
  request: FastifyRequest,
  entity: string,
  rules: FieldRules,
  allowing: string,
): Promise<object[]> {
  const asked = selectedFields(request, { entity, fields: rules })
  const rows = await request.container
    .resolve(Query)
    .list<Record<string, unknown>>(entity, { fields: [...asked, allowing] })
  const held = actorOf(request).permissions
  return rows
    .filter((row) => [row[allowing]].flat().every((permission) => allows(held, String(permission))))
    .map(({ [allowing]: allowed, ...row }) =>
      asked.includes(allowing) ? { ...row, [allowing]: allowed } : row,
    )
}
