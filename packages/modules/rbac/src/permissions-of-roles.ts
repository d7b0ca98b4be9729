/**
 * SQL that gives what roles allow, their parents' permissions included: a JSON list of `resource:operation`, sorted, each
 * once. A role, policy or membership that was deleted allows nothing.
 *
 * @param roles a select of the roles' ids in one column; it may name tables of the statement around it
 */
export const permissionsOfRoles = (roles: string): string => `(
  with recursive held (role_id) as (
    ${roles}
    union
    select parent.parent_id from held
    join stoa_rbac.rbac_role role on role.id = held.role_id and role.deleted_at is null
    join stoa_rbac.rbac_role_parent parent on parent.role_id = role.id and parent.deleted_at is null
  )
  select coalesce(json_agg(distinct policy.key order by policy.key), '[]')
  from held
  join stoa_rbac.rbac_role role on role.id = held.role_id and role.deleted_at is null
  join stoa_rbac.rbac_role_policy granted on granted.role_id = role.id and granted.deleted_at is null
  join stoa_rbac.rbac_policy policy on policy.id = granted.policy_id and policy.deleted_at is null)`
