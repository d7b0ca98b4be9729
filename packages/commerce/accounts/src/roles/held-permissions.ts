import { permissionsOfRoles } from '@stoa/rbac'

/**
 * SQL that gives what roles in a link's table allow, or null where there are none: then it is everything. A role that was
 * deleted still counts as one, so that nobody is free to do everything because of that.
 */
const heldBy = (table: string, key: string, id: string) => `case when exists (
    select from stoa_link."${table}" link where link."${key}" = ${id})
  then ${permissionsOfRoles(`select link.rbac_role_id from stoa_link."${table}" link where link."${key}" = ${id}`)} end`

/** SQL: what a user may do, as a JSON list of permissions; null for everything. */
export const permissionsOfUser = (id: string): string => heldBy('user_rbac_role', 'user_id', id)

/** SQL: what somebody may do once they have accepted an invite. */
export const permissionsOfInvite = (id: string): string => heldBy('invite_rbac_role', 'invite_id', id)
