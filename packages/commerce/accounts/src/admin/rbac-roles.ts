import { fieldsQuery, metadata, moments, nullable, type StoaServer, words } from '@stoa/http'
import { Database, StoaError } from '@stoa/kernel'
import { RbacService } from '@stoa/rbac'
import { fieldRules, resource } from '@stoa/rest'
import { Type } from 'typebox'
import { changeRoles } from '../roles/change-roles.ts'
import { assertPoliciesHeld } from '../roles/policies-of-role.ts'
import { assertRolesHeld } from '../roles/roles-of-users.ts'
import { translate } from './conditions.ts'

const filters = { q: Type.String(), id: words(), name: words(), parent_id: words(), ...moments() }

export const roleFields = fieldRules(
  'id name parent_id description metadata created_at updated_at deleted_at',
)

/** `policies`, whatever it says, brings the role's policies along. */
export const roleQuery = () => Type.Object({ ...fieldsQuery().properties, policies: Type.Optional(words()) })

const change = Type.Object(
  {
    name: Type.Optional(Type.String({ minLength: 1 })),
    parent_id: Type.Optional(nullable(Type.String())),
    description: Type.Optional(nullable(Type.String())),
    metadata: Type.Optional(metadata()),
  },
  { additionalProperties: false },
)

const role = Type.Object(
  {
    ...change.properties,
    name: Type.String({ minLength: 1 }),
    policy_ids: Type.Optional(Type.Array(Type.String({ minLength: 1 }))),
  },
  { additionalProperties: false },
)

const parents = (id: string | null) => (id === null ? [] : [id])

/** Roles: what somebody may be in the shop, and what they may do then. */
export async function adminRbacRoles(app: StoaServer): Promise<void> {
  const service = app.container.resolve(RbacService)
  const roles = resource(app, {
    path: '/admin/rbac/roles',
    entity: 'rbac_role',
    key: 'role',
    object: 'rbac_role',
    fields: roleFields,
    querystring: roleQuery(),
    config: { permission: 'rbac_role' },
    scope: ({ query }) => ({ fields: withPolicies(query) }),
  })
  roles.list({
    default_limit: 50,
    filters,
    where: (conditions) => translate(conditions, { parent_id: (parent_id) => ({ parents: { parent_id } }) }),
  })
  roles.retrieve()
  roles.create(role, ({ policy_ids = [], parent_id = null, ...details }, request) =>
    changeRoles(request, async (held) => {
      const made = await service.createRbacRoles(details)
      await assertPoliciesHeld(request, held, policy_ids)
      await service.addPolicies(made.id, policy_ids)
      await assertRolesHeld(request, held, parents(parent_id))
      await service.setParents(made.id, parents(parent_id))
      return made
    }),
  )
  roles.update(change, ({ parent_id, ...details }, request, id) =>
    changeRoles(request, async (held) => {
      await service.updateRbacRoles({ ...details, id })
      if (parent_id === undefined) return
      const before = await service.listRbacRoleParents({ role_id: id })
      const given = [...before.map((link) => link.parent_id as string), ...parents(parent_id)]
      await assertRolesHeld(request, held, given)
      await service.setParents(id, parents(parent_id))
    }),
  )
  roles.delete((id, request) =>
    changeRoles(request, async (held) => {
      await refuseUsed(request.container.resolve(Database), id)
      await assertRolesHeld(request, held, [id])
      await service.softDeleteRbacRoles(id)
    }),
  )
}

function withPolicies(query: unknown) {
  const { policies } = query as { policies?: unknown }
  return policies === undefined ? roleFields : { ...roleFields, always: ['*policies', '*policies.policy'] }
}

/** Without their only role people could do everything, so a role goes last. */
async function refuseUsed(database: Database, id: string): Promise<void> {
  const [used] = await database.query<{ users: number; invites: number }>(
    `select (
       select count(*)::int from stoa_link.user_rbac_role link
       join stoa_user."user" person on person.id = link.user_id and person.deleted_at is null
       where link.rbac_role_id = $1) as users, (
       select count(*)::int from stoa_link.invite_rbac_role link
       join stoa_user.invite invite on invite.id = link.invite_id and invite.deleted_at is null
       where link.rbac_role_id = $1) as invites`,
    [id],
  )
  const { users = 0, invites = 0 } = used ?? {}
  if (users + invites === 0) return
  throw new StoaError(
    'not_allowed',
    `Role ${id} is that of ${users} users and ${invites} open invites. Take it from them before you delete it.`,
  )
}
