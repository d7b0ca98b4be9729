import { RbacService } from '@stoa/rbac'
import { type Admin, openShop, type Shop } from './shop.ts'

/** A shop with an admin who may do everything, and helpers to make roles and those who have them. */
export interface RolesShop extends Shop {
  owner: Admin
  /** The id of the policy with this key, made if there is none. */
  policy(key: string): Promise<string>
  /** A role that allows this, and what its parent allows. */
  role(keys: readonly string[], parent_id?: string): Promise<string>
  /** A user who has a role that allows this. */
  user(keys: readonly string[]): Promise<Admin & { role: string }>
}

export async function openRolesShop(): Promise<RolesShop> {
  const shop = await openShop()
  const owner = await shop.admin('owner@example.com')
  const rbac = shop.modules.resolve(RbacService)
  let made = 0

  const policy: RolesShop['policy'] = async (key) => {
    const known = async () => (await rbac.listRbacPolicies({ key }))[0]?.id
    if (!(await known())) await rbac.ensurePolicies([key])
    return (await known()) as string
  }

  const role: RolesShop['role'] = async (keys, parent_id) => {
    const policy_ids = await Promise.all(keys.map(policy))
    const name = `Role ${++made}`
    const { status, body } = await owner.post('/rbac/roles', {
      name,
      policy_ids,
      ...(parent_id ? { parent_id } : {}),
    })
    if (status !== 200) throw new Error(JSON.stringify(body))
    return body.role.id
  }

  const user: RolesShop['user'] = async (keys) => {
    const admin = await shop.admin(`user-${++made}@example.com`)
    const id = await role(keys)
    const { status, body } = await owner.post(`/users/${admin.id}/roles`, { roles: [id] })
    if (status !== 200) throw new Error(JSON.stringify(body))
    return { ...admin, role: id }
  }

  return { ...shop, owner, policy, role, user }
}

/** Keys of the four operations on a resource. */
export const all = (resource: string) =>
  ['read', 'create', 'update', 'delete'].map((operation) => `${resource}:${operation}`)
