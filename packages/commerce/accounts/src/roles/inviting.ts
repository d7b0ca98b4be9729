import { type Container, Database, type Row, StoaError } from '@stoa/kernel'
import { createLinks } from '@stoa/query'
import { RbacService } from '@stoa/rbac'
import { actorOf } from '@stoa/rest'
import { type Invite, type NewInvite, UserService } from '@stoa/user'
import type { FastifyRequest } from 'fastify'
import { inviteRbacRole } from '../links.ts'
import { assertHeld } from './assert-held.ts'
import { changeRoles } from './change-roles.ts'
import { permissionsOfInvite } from './held-permissions.ts'
import { assertRolesHeld } from './roles-of-users.ts'

/**
 * Invites somebody who will have these roles, or who may do everything if there are none.
 *
 * @throws StoaError `forbidden` where the asker may not do that themselves; `not_found` for a role that does not exist
 */
export async function inviteAs(
  request: FastifyRequest,
  { roles, ...invite }: NewInvite & { roles: readonly string[] },
): Promise<Row<Invite>> {
  const { container } = request
  if (roles.length === 0) {
    assertHeld(actorOf(request).permissions, undefined, 'Somebody invited without roles')
    return issue(container, invite)
  }
  if (!container.has(RbacService)) {
    throw new StoaError(
      'invalid_data',
      'There are no roles here to invite with: their module was not started.',
    )
  }
  return changeRoles(request, async (held) => {
    await assertRolesHeld(request, held, roles)
    const issued = await issue(container, invite)
    const links = roles.map((rbac_role_id) => ({ invite_id: issued.id, rbac_role_id }))
    await createLinks(container.resolve(Database), inviteRbacRole, links)
    return issued
  })
}

async function issue(container: Container, invite: NewInvite): Promise<Row<Invite>> {
  const [issued] = await container.resolve(UserService).issueInvites([invite])
  if (!issued) throw new Error('No invite was made.')
  return issued
}

/**
 * For what shows the token of an invite.
 *
 * @throws StoaError `forbidden` unless the asker may do all that whoever accepts it may
 */
export async function assertMayInvite(request: FastifyRequest, id: string): Promise<void> {
  const { permissions } = actorOf(request)
  if (!permissions) return
  const [invite] = await request.container.resolve(Database).query<{ permissions: string[] | null }>(
    `select ${permissionsOfInvite('invite.id')} as permissions
       from stoa_user.invite invite where invite.id = $1 and invite.deleted_at is null`,
    [id],
  )
  if (invite) assertHeld(permissions, invite.permissions ?? undefined, `Whoever accepts invite ${id}`)
}

/**
 * Gives a new user the roles of the invite they accepted. Runs in the open transaction, once the invite is marked as accepted:
 * from then on nobody deletes it.
 */
export async function moveRoles(container: Container, invite_id: string, user_id: string): Promise<void> {
  if (!container.has(RbacService)) return
  await container.resolve(Database).query(
    `with taken as (delete from stoa_link.invite_rbac_role where invite_id = $1 returning rbac_role_id)
     insert into stoa_link.user_rbac_role (user_id, rbac_role_id) select $2, rbac_role_id from taken`,
    [invite_id, user_id],
  )
}
