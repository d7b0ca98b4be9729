import { Database } from '@stoa/kernel'
import { RbacService } from '@stoa/rbac'
import { actorOf } from '@stoa/rest'
import type { FastifyRequest } from 'fastify'
import { removeUser } from '../remove-user.ts'
import { assertHeld, type Permissions } from './assert-held.ts'
import { changeRoles } from './change-roles.ts'
import { permissionsOfUser } from './held-permissions.ts'

/**
 * Takes a user out of the shop. Not by somebody who may do less, and never the last one who may do everything.
 *
 * @throws StoaError `forbidden`, `not_allowed`
 */
export function removeUserAs(request: FastifyRequest, id: string): Promise<void> {
  const { container } = request
  if (!container.has(RbacService)) return removeUser(container, id)
  return changeRoles(request, async (held) => {
    await assertUserHeld(request, held, id)
    await removeUser(container, id)
  })
}

/**
 * For what lets somebody act as a user.
 *
 * @throws StoaError `forbidden` unless the asker may do all that the user may
 */
export async function assertMayAct(request: FastifyRequest, id: string): Promise<void> {
  const { permissions } = actorOf(request)
  if (permissions) await assertUserHeld(request, permissions, id)
}

async function assertUserHeld({ container }: FastifyRequest, held: Permissions, id: string): Promise<void> {
  const [user] = await container.resolve(Database).query<{ permissions: string[] | null }>(
    `select ${permissionsOfUser('person.id')} as permissions
       from stoa_user."user" person where person.id = $1 and person.deleted_at is null`,
    [id],
  )
  if (user) assertHeld(held, user.permissions ?? undefined, `User ${id}`)
}
