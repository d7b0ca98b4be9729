import { createId, moduleService, type Row, StoaError } from '@stoa/kernel'
import { entities } from './entities/index.ts'
import type { RbacPolicy } from './entities/rbac-policy.ts'
import { permissionsOfRoles } from './permissions-of-roles.ts'
import { type Allowance, policyKey } from './policy-key.ts'

/** What may be known of a policy beside what it allows. */
export interface PolicyDetails {
  name?: string | null
  description?: string | null
  metadata?: Record<string, unknown> | null
}

/** A policy to be. Its key is `resource:operation`, whether it is said or not. */
export interface NewPolicy extends Allowance, PolicyDetails {
  key?: string
}

/** Roles, what they allow, and from which other roles they have it. */
export class RbacService extends moduleService(entities) {
  /**
   * Waits until no other transaction changes who may do what, and keeps others waiting until the open one is over. What is
   * read afterwards stays so.
   */
  async lock(): Promise<void> {
    await this.database.query("select pg_advisory_xact_lock(hashtextextended('stoa/rbac', 0))")
  }

  /**
   * Makes policies.
   *
   * @throws StoaError `invalid_data` for one that is there already, or whose key says something else than it allows
   */
  async definePolicies(policies: readonly NewPolicy[]): Promise<Row<RbacPolicy>[]> {
    return this.createRbacPolicies(
      policies.map((policy) => ({ ...policy, key: policyKey(policy, policy.key) })),
    )
  }

  /**
   * Changes a policy; its key follows what it allows. Every role that has it allows something else from then on.
   *
   * @throws StoaError `not_found`; `invalid_data` for a key that is another policy's, or says something else than it allows
   */
  async changePolicy(id: string, { key, ...change }: Partial<NewPolicy>): Promise<Row<RbacPolicy>> {
    return this.database.transaction(async () => {
      const { resource, operation } = { ...(await this.retrieveRbacPolicy(id)), ...change }
      return this.updateRbacPolicies({ ...change, id, key: policyKey({ resource, operation }, key) })
    })
  }

  /**
   * Sees to it that there is a policy for each of these. One that was deleted stays so. Hosts that start at once make one set.
   *
   * @param keys `resource:operation`
   */
  async ensurePolicies(keys: readonly string[]): Promise<void> {
    await this.database.query(
      `insert into stoa_rbac.rbac_policy (id, key, resource, operation)
       select id, key, split_part(key, ':', 1), split_part(key, ':', 2)
       from unnest($1::text[], $2::text[]) as wanted (id, key)
       where not exists (select from stoa_rbac.rbac_policy known where known.key = wanted.key)
       on conflict (key) where deleted_at is null do nothing`,
      [keys.map(() => createId('rpol')), keys],
    )
  }

  /**
   * Gives a role policies. Those that it has it keeps.
   *
   * @throws StoaError `not_found` for a role or a policy that does not exist; then none is given
   */
  async addPolicies(role_id: string, policy_ids: readonly string[]): Promise<void> {
    const missing = await this.database.query<{ what: string; id: string }>(
      `with given as (
         select distinct on (policy_id) id, policy_id from unnest($2::text[], $3::text[]) as g (id, policy_id)
       ), missing as (
         select 'role' as what, $1 as id where not exists (
           select from stoa_rbac.rbac_role role where role.id = $1 and role.deleted_at is null)
         union all select 'policy', policy_id from given where not exists (
           select from stoa_rbac.rbac_policy policy where policy.id = given.policy_id and policy.deleted_at is null)
       ), added as (
         insert into stoa_rbac.rbac_role_policy (id, role_id, policy_id)
         select id, $1, policy_id from given where not exists (select from missing)
         on conflict (role_id, policy_id) where deleted_at is null do nothing
       )
       select what, id from missing order by what desc, id`,
      [role_id, policy_ids.map(() => createId('rlpl')), policy_ids],
    )
    refuseMissing(missing)
  }

  /** Takes policies from a role. */
  async removePolicies(role_id: string, policy_ids: readonly string[]): Promise<void> {
    await this.database.query(
      'delete from stoa_rbac.rbac_role_policy where role_id = $1 and policy_id = any($2::text[])',
      [role_id, policy_ids],
    )
  }

  /**
   * Says from which roles a role inherits; from those that are left out it does no longer.
   *
   * @throws StoaError `not_found` for a role that does not exist; `invalid_data` if the role would inherit from itself
   */
  async setParents(role_id: string, parent_ids: readonly string[]): Promise<void> {
    await this.database.transaction(async () => {
      // Two that each make the other their parent must take turns, or neither would see the circle.
      await this.lock()
      await this.#refuseCircle(role_id, parent_ids)
      const missing = await this.database.query<{ what: string; id: string }>(
        `with given as (
           select distinct on (parent_id) id, parent_id from unnest($2::text[], $3::text[]) as g (id, parent_id)
         ), missing as (
           select 'role' as what, id from (select $1 as id union select parent_id from given) asked where not exists (
             select from stoa_rbac.rbac_role role where role.id = asked.id and role.deleted_at is null)
         ), removed as (
           delete from stoa_rbac.rbac_role_parent
           where role_id = $1 and parent_id <> all($3::text[]) and not exists (select from missing)
         ), added as (
           insert into stoa_rbac.rbac_role_parent (id, role_id, parent_id)
           select id, $1, parent_id from given where not exists (select from missing)
           on conflict (role_id, parent_id) where deleted_at is null do nothing
         )
         select what, id from missing order by id`,
        [role_id, parent_ids.map(() => createId('rlin')), parent_ids],
      )
      refuseMissing(missing)
    })
  }

  /** Also roles that are deleted are looked at: they may come back. */
  async #refuseCircle(role_id: string, parent_ids: readonly string[]): Promise<void> {
    const [circle] = await this.database.query<{ id: string }>(
      `with recursive above (id, parent) as (
         select id, id from unnest($2::text[]) as g (id)
         union
         select link.parent_id, above.parent from above
         join stoa_rbac.rbac_role_parent link on link.role_id = above.id and link.deleted_at is null
       )
       select parent as id from above where id = $1 limit 1`,
      [role_id, parent_ids],
    )
    if (!circle) return
    throw new StoaError(
      'invalid_data',
      `Role ${role_id} cannot inherit from role ${circle.id}, which ${circle.id === role_id ? 'is the same' : 'inherits from it'}.`,
    )
  }

  /**
   * What roles allow, their parents' permissions included.
   *
   * @returns `resource:operation` each, by the id of the role; roles that do not exist are left out
   */
  async permissionsOf(role_ids: readonly string[]): Promise<Map<string, string[]>> {
    const rows = await this.database.query<{ id: string; permissions: string[] }>(
      `select asked.id, ${permissionsOfRoles('select asked.id')} as permissions
       from stoa_rbac.rbac_role asked where asked.id = any($1::text[]) and asked.deleted_at is null`,
      [role_ids],
    )
    return new Map(rows.map(({ id, permissions }) => [id, permissions]))
  }
}

function refuseMissing(missing: readonly { what: string; id: string }[]): void {
  if (missing.length === 0) return
  throw new StoaError(
    'not_found',
    `There is no ${missing.map(({ what, id }) => `${what} ${id}`).join(', no ')}.`,
  )
}
