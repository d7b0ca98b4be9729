import { Database } from '@stoa/kernel'
import { createLinks, dismissLinks } from '@stoa/query'
import { RbacService } from '@stoa/rbac'
import type { FastifyRequest } from 'fastify'
import { userRbacRole } from '../links.ts'
import { assertHeld, type Permissions } from './assert-held.ts'
import { changeRoles } from './change-roles.ts'

/** Every one of these roles, of or for every one of these users. */
interface Membership {
  users: readonly string[]
  roles: readonly string[]
}

/**
 * Gives users roles; those that they have they keep. The first role takes something from a user: without any they could do
 * everything.
 *
 * @throws StoaError `forbidden` where the asker may not do what is given or taken; `not_found` for a user or a role that does
 *   not exist; `not_allowed` if nobody would be left who may do everything
 */
export function giveRoles(request: FastifyRequest, { users, roles }: Membership): Promise<void> {
  const database = request.container.resolve(Database)
  return changeRoles(request, async (held) => {
    await assertRolesHeld(request, held, roles)
    const [free] = await database.query<{ id: string }>(
      `select id from stoa_user."user" person where id = any($1::text[]) and deleted_at is null
         and not exists (select from stoa_link.user_rbac_role link where link.user_id = person.id) limit 1`,
      [users],
    )
    if (free) assertHeld(held, undefined, `User ${free.id}`)
    await createLinks(
      database,
      userRbacRole,
      users.flatMap((user_id) => roles.map((rbac_role_id) => ({ user_id, rbac_role_id }))),
    )
  })
}

/**
 * Takes roles from users; what they do not have is no matter. Taking the last one gives something to a user: everything.
 *
 * @throws StoaError `forbidden` where the asker may not do what is given or taken
 */
export function takeRoles(request: FastifyRequest, { users, roles }: Membership): Promise<void> {
  const database = request.container.resolve(Database)
  return changeRoles(request, async (held) => {
    await assertRolesHeld(request, held, roles)
    const [freed] = await database.query<{ user_id: string }>(
      `select link.user_id from stoa_link.user_rbac_role link
       where link.user_id = any($1::text[]) and link.rbac_role_id = any($2::text[]) and not exists (
         select from stoa_link.user_rbac_role kept
         where kept.user_id = link.user_id and kept.rbac_role_id <> all($2::text[])) limit 1`,
      [users, roles],
    )
    if (freed) assertHeld(held, undefined, `User ${freed.user_id} without a role`)
    await dismissLinks(database, userRbacRole, { user_id: users, rbac_role_id: roles })
  })
}

/** @throws StoaError `forbidden` unless whoever holds this may do all that the roles allow */
export async function assertRolesHeld(
  { container }: FastifyRequest,
  held: Permissions,
  roles: readonly string[],
): Promise<void> {
  for (const [id, allowed] of await container.resolve(RbacService).permissionsOf(roles)) {
    assertHeld(held, allowed, `Role ${id}`)
  }
}
