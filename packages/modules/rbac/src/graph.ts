import { defineField, defineSearch } from '@stoa/query'
import { permissionsOfRoles } from './permissions-of-roles.ts'

/** What a query knows of roles beside their columns. */
export const graph = [
  defineSearch('rbac_role', ['name']),
  defineSearch('rbac_policy', ['key', 'resource', 'operation', 'name']),
  // On the wire a role has one parent: the first.
  defineField(
    'rbac_role',
    'parent_id',
    (role) => `(select link.parent_id from stoa_rbac.rbac_role_parent link
      join stoa_rbac.rbac_role parent on parent.id = link.parent_id and parent.deleted_at is null
      where link.role_id = ${role}.id and link.deleted_at is null order by link.id limit 1)`,
  ),
  defineField('rbac_role', 'permissions', (role) => permissionsOfRoles(`select ${role}.id`)),
]
