import { metadata, moments, nullable, type StoaServer, words } from '@stoa/http'
import { RbacService } from '@stoa/rbac'
import { fieldRules, resource } from '@stoa/rest'
import { Type } from 'typebox'
import { assertHeld } from '../roles/assert-held.ts'
import { changeRoles } from '../roles/change-roles.ts'

const filters = {
  q: Type.String(),
  id: words(),
  key: words(),
  resource: words(),
  operation: words(),
  ...moments(),
}

export const policyFields = fieldRules(
  'id key resource operation name description metadata created_at updated_at deleted_at',
)

const policy = Type.Object(
  {
    key: Type.String(),
    resource: Type.String(),
    operation: Type.String(),
    name: Type.Optional(nullable(Type.String())),
    description: Type.Optional(nullable(Type.String())),
    metadata: Type.Optional(metadata()),
  },
  { additionalProperties: false },
)

const change = Type.Partial(policy, { additionalProperties: false })

/** What can be allowed. A policy by itself allows nobody anything: roles have it. */
export async function adminRbacPolicies(app: StoaServer): Promise<void> {
  const service = app.container.resolve(RbacService)
  const policies = resource(app, {
    path: '/admin/rbac/policies',
    entity: 'rbac_policy',
    key: 'policy',
    list_key: 'policies',
    object: 'rbac_policy',
    fields: policyFields,
    config: { permission: 'rbac_policy' },
  })
  policies.list({ default_limit: 20, filters })
  policies.retrieve()
  policies.create(policy, async (body) => {
    const [defined] = await service.definePolicies([body])
    if (!defined) throw new Error('No policy was made.')
    return defined
  })
  policies.update(change, (body, request, id) =>
    changeRoles(request, async (held) => {
      const before = await service.retrieveRbacPolicy(id)
      const after = await service.changePolicy(id, body)
      if (after.key !== before.key) assertHeld(held, [before.key, after.key], `Policy ${id}`)
    }),
  )
  policies.delete((id, request) =>
    changeRoles(request, async (held) => {
      const known = await service.listRbacPolicies({ id })
      assertHeld(
        held,
        known.map(({ key }) => key),
        `Policy ${id}`,
      )
      await service.softDeleteRbacPolicies(id)
    }),
  )
}
