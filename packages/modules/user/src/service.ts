import { randomBytes } from 'node:crypto'
import { moduleService, type Row, StoaError } from '@stoa/kernel'
import { entities } from './entities/index.ts'
import type { Invite } from './entities/invite.ts'

/** Whom to invite. */
export interface NewInvite {
  email: string
  metadata?: Record<string, unknown> | null
}

const DAY = 24 * 60 * 60
const COLUMNS = 'id, email, accepted, token, expires_at, metadata, created_at, updated_at, deleted_at'

const createToken = () => randomBytes(32).toString('base64url')
const expiry = (seconds: number) => new Date(Date.now() + seconds * 1000)

/** Users of the admin and invitations to them. */
export class UserService extends moduleService(entities) {
  /**
   * Invites people. The token in the answer is what the invitation's link carries.
   *
   * @param ttl seconds for which it may be accepted. Default: a day
   * @throws StoaError `invalid_data` for an address that is invited already
   */
  async issueInvites(invites: readonly NewInvite[], ttl = DAY): Promise<Row<Invite>[]> {
    return this.createInvites(
      invites.map(({ email, metadata = null }) => ({
        email,
        metadata,
        token: createToken(),
        expires_at: expiry(ttl),
      })),
    )
  }

  /**
   * Gives invites a new token and a new term; the old token is worth nothing from then on.
   *
   * @throws StoaError `not_found`
   */
  async renewInvites(ids: readonly string[], ttl = DAY): Promise<Row<Invite>[]> {
    return this.updateInvites(ids.map((id) => ({ id, token: createToken(), expires_at: expiry(ttl) })))
  }

  /**
   * Marks the invite with this token as accepted. It works once.
   *
   * @throws StoaError `invalid_data` for a token that is unknown, used or expired
   */
  async acceptInvite(token: string): Promise<Row<Invite>> {
    const [invite] = await this.database.query<Row<Invite>>(
      `update stoa_user.invite set accepted = true, updated_at = now()
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
