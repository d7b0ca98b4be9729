import { createId, createReadableToken, moduleService, type Row, StoaError } from '@stoa/kernel'
import { normalizeEmail } from './email.ts'
import { entities } from './entities/index.ts'
import type { Invite } from './entities/invite.ts'
import { UserOptions } from './user-options.ts'

/** Whom to invite. */
export interface NewInvite {
  email: string
  metadata?: Record<string, unknown> | null
}

const COLUMNS = 'id, email, accepted, token, expires_at, metadata, created_at, updated_at, deleted_at'

/** Until when an invite is good, and the token that says so. */
function term({ id, email }: { id: string; email: string }, ttl: number) {
  const expires_at = new Date(Date.now() + ttl * 1000)
  return { expires_at, token: createReadableToken({ id, email, jti: id }, expires_at) }
}

/** Users of the admin and invitations to them. */
export class UserService extends moduleService(entities) {
  readonly #ttl = () => this.container.resolve(UserOptions).invite_ttl

  /**
   * Invites people. The token in the answer is what the invitation's link carries.
   *
   * @param ttl seconds for which it may be accepted. Default: that of {@link UserOptions}, a day
   * @throws StoaError `invalid_data` for an address that is invited already, or a user's
   */
  async issueInvites(invites: readonly NewInvite[], ttl = this.#ttl()): Promise<Row<Invite>[]> {
    const rows = invites.map(({ email, metadata = null }) => {
      const invite = { id: createId('invite'), email: normalizeEmail(email) }
      return { ...invite, metadata, ...term(invite, ttl) }
    })
    const users = await this.listUsers({ email: rows.map(({ email }) => email) })
    if (users.length > 0) {
      const known = users.map(({ email }) => email).join(', ')
      throw new StoaError('invalid_data', `There is a user with the address ${known} already.`)
    }
    return this.createInvites(rows)
  }

  /**
   * Gives invites a new token and a new term; the old token is worth nothing from then on.
   *
   * @throws StoaError `not_found`
   */
  async renewInvites(ids: readonly string[], ttl = this.#ttl()): Promise<Row<Invite>[]> {
    return this.database.transaction(async () => {
      const invites = await this.listInvites({ id: [...ids] })
      const emailOf = new Map(invites.map(({ id, email }) => [id, email]))
      return this.updateInvites(ids.map((id) => ({ id, ...term({ id, email: emailOf.get(id) ?? '' }, ttl) })))
    })
  }

  /**
   * Marks the invite with this token as accepted. It works once, and takes the invite off the list, so that its address
   * can be invited anew once its user is gone.
   *
   * @throws StoaError `invalid_data` for a token that is unknown, used or expired
   */
  async acceptInvite(token: string): Promise<Row<Invite>> {
    const [invite] = await this.database.query<Row<Invite>>(
      `update stoa_user.invite set accepted = true, deleted_at = now(), updated_at = now()
       where token = $1 and not accepted and expires_at > now() and deleted_at is null
       returning ${COLUMNS}`,
      [token],
    )
    if (!invite) {
      throw new StoaError(
        'invalid_data',
        'The invite is unknown, was accepted or has expired. Ask for a new one.',
      )
    }
    return invite
  }
}
