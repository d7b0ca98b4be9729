import { AuthService } from '@stoa/auth'
import { Events } from '@stoa/events'
import { type Container, Database, type Row, StoaError } from '@stoa/kernel'
import { normalizeEmail, type User, UserService } from '@stoa/user'

/** Who is to run the shop. */
export interface NewAdmin {
  /** In any case. */
  email: string
  password: string
  first_name?: string | null
  last_name?: string | null
}

const PROVIDER = 'emailpass'

/**
 * Makes a user who signs in with an e-mail address and a password: all of it, or nothing. One who is there already stays
 * as they are, password included, so that it may run on every start and on several hosts at once.
 *
 * @throws StoaError `conflict` where someone has registered with the address, under another password
 * @example await createAdmin(modules.container, { email: 'admin@example.com', password: process.env.ADMIN_PASSWORD })
 */
export async function createAdmin(container: Container, admin: NewAdmin): Promise<Row<User>> {
  const database = container.resolve(Database)
  const { password, ...details } = admin
  const email = normalizeEmail(admin.email)
  return database.transaction(async () => {
    await database.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `stoa/create-admin/${email}`,
    ])
    const identity = await identityOf(container, email)
    const userId = identity?.app_metadata?.user_id
    if (typeof userId === 'string') return container.resolve(UserService).retrieveUser(userId)
    // Whoever registered with this address before must not become an admin by that.
    const auth = container.resolve(AuthService)
    const { id } = identity
      ? await auth.authenticate(PROVIDER, { email, password }).catch(refuseTaken(email))
      : await auth.register(PROVIDER, { email, password })
    const users = container.resolve(UserService)
    const [known] = await users.listUsers({ email })
    const user = known ?? (await users.createUsers({ ...details, email }))
    await auth.setActor(id, 'user', user.id)
    if (!known) await container.resolve(Events).emit('user.created', { id: user.id })
    return user
  })
}

async function identityOf(container: Container, email: string) {
  const auth = container.resolve(AuthService)
  const [found] = await auth.listProviderIdentities({ entity_id: email, provider: PROVIDER })
  return found && auth.retrieveAuthIdentity(found.auth_identity_id)
}

const refuseTaken = (email: string) => (error: unknown) => {
  if (!StoaError.is(error) || error.type !== 'unauthorized') throw error
  throw new StoaError(
    'conflict',
    `Someone has registered with ${email} already, and with another password. Give theirs, or another address.`,
  )
}
