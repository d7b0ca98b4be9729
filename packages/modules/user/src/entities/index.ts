import { Invite } from './invite.ts'
import { User } from './user.ts'

/** Every entity of the module, by its name. */
export const entities = {
  Invite,
  User,
}
