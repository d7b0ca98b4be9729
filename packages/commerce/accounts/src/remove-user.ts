import { AuthService } from '@stoa/auth'
import type { Container } from '@stoa/kernel'
import { UserService } from '@stoa/user'

/**
 * Takes a user out of the shop. Who signed in as that user is signed out, and nobody any more: they may be invited again.
 * Runs in the open transaction.
 */
export async function removeUser(container: Container, id: string): Promise<void> {
  await container.resolve(UserService).softDeleteUsers(id)
  await container.resolve(AuthService).removeActor('user', id)
}
