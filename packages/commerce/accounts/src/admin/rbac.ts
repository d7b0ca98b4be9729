import type { StoaServer } from '@stoa/http'
import { RbacService } from '@stoa/rbac'
import { defaultPolicies } from '../roles/default-policies.ts'
import { adminRbacOwn } from './rbac-own.ts'
import { adminRbacPolicies } from './rbac-policies.ts'
import { adminRbacRolePolicies } from './rbac-role-policies.ts'
import { adminRbacRoleUsers } from './rbac-role-users.ts'
import { adminRbacRoles } from './rbac-roles.ts'
import { adminUserRoles } from './user-roles.ts'

/** Who may do what. Where the module of the roles was not started there are none, and no routes. */
export async function adminRbac(app: StoaServer): Promise<void> {
  if (!app.container.has(RbacService)) return
  await app.register(adminRbacPolicies as never)
  await app.register(adminRbacRoles as never)
  await app.register(adminRbacRolePolicies as never)
  await app.register(adminRbacRoleUsers as never)
  await app.register(adminRbacOwn as never)
  await app.register(adminUserRoles as never)
  // By then the routes of all areas, plugins and projects are there.
  app.addHook('onReady', () =>
    app.container.resolve(RbacService).ensurePolicies(defaultPolicies(app.wantedPermissions)),
  )
}
