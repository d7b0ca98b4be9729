import { AuthService } from '@stoa/auth'
import { Events } from '@stoa/events'
import { type Container, createId, Database, type Row } from '@stoa/kernel'
import { type User, UserService } from '@stoa/user'
import { moveRoles } from './roles/inviting.ts'

/** What someone who was invited says about themselves. */
export interface InvitedUser {
  /** Default: the address that was invited. */
  email?: string | null
  first_name?: string | null
  last_name?: string | null
}

/**
 * Makes a user of an identity that was invited: the user with the roles of the invite, that the identity is that user, and
 * that the invite is used up; all of it, or nothing.
 *
 * @param token that of the invite
 * @throws StoaError `invalid_data` for a token that is unknown, used or expired, an identity that is a user already, or an
 *   address that is another user's
 */
export async function acceptInvite(
  container: Container,
  token: string,
  authIdentityId: string,
  { email, ...details }: InvitedUser,
): Promise<Row<User>> {
  return container.resolve(Database).transaction(async () => {
    const users = container.resolve(UserService)
    const id = createId('user')
    // First, as it locks the identity: of two invites that it accepts at once, the second fails here.
    await container.resolve(AuthService).setActor(authIdentityId, 'user', id)
    const invite = await users.acceptInvite(token)
    const user = await users.createUsers({ ...details, id, email: email ?? invite.email })
    await moveRoles(container, invite.id, id)
    await container.resolve(Events).emitAll([
      { name: 'invite.accepted', data: { id: invite.id } },
      { name: 'user.created', data: { id } },
    ])
    return user
  })
}
