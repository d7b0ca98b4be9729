import { RbacService } from '@stoa/rbac'
import type { FastifyRequest } from 'fastify'
import { assertHeld, type Permissions } from './assert-held.ts'
import { changeRoles } from './change-roles.ts'

/**
 * Gives a role policies.
 *
 * @throws StoaError `forbidden` where the asker may not do what is given; `not_found` for a role or a policy that does not exist
 */
export function givePolicies(request: FastifyRequest, role_id: string, policy_ids: readonly string[]) {
  return changeRoles(request, async (held) => {
    await assertPoliciesHeld(request, held, policy_ids)
    await request.container.resolve(RbacService).addPolicies(role_id, policy_ids)
  })
}

/**
 * Takes policies from a role.
 *
 * @throws StoaError `forbidden` where the asker may not do what is taken
 */
export function takePolicies(request: FastifyRequest, role_id: string, policy_ids: readonly string[]) {
  return changeRoles(request, async (held) => {
    await assertPoliciesHeld(request, held, policy_ids)
    await request.container.resolve(RbacService).removePolicies(role_id, policy_ids)
  })
}

/** @throws StoaError `forbidden` unless whoever holds this may do what the policies allow */
export async function assertPoliciesHeld(
  { container }: FastifyRequest,
  held: Permissions,
  policy_ids: readonly string[],
): Promise<void> {
  const policies = await container.resolve(RbacService).listRbacPolicies({ id: [...policy_ids] })
  for (const { id, key } of policies) assertHeld(held, [key], `Policy ${id}`)
}
