import { RbacPolicy } from './rbac-policy.ts'
import { RbacRole } from './rbac-role.ts'
import { RbacRoleParent } from './rbac-role-parent.ts'
import { RbacRolePolicy } from './rbac-role-policy.ts'

/** Every entity of the module, by its name. */
export const entities = {
  RbacPolicy,
  RbacRole,
  RbacRoleParent,
  RbacRolePolicy,
}
