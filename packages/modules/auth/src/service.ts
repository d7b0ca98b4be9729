import { createId, moduleService, type Row, StoaError } from '@stoa/kernel'
import { type Login, listLogins, removeActor, setActor } from './actors.ts'
import { AuthenticationProviders, type Credentials } from './authentication-provider.ts'
import type { AuthSession } from './entities/auth-session.ts'
import type { AuthVerification } from './entities/auth-verification.ts'
import { entities } from './entities/index.ts'
import { createPasswordResetToken, resetPassword } from './password-reset.ts'
import {
  createSession,
  findLiveSession,
  type NewSession,
  type RenewedSession,
  renewSession,
} from './sessions.ts'
import {
  confirmVerification,
  type NewVerification,
  type RequestedVerification,
  requestVerification,
} from './verifications.ts'

/** Someone who proved who they are. */
export interface AuthenticatedIdentity {
  id: string
  /** Which customer or user they are: `{ customer_id }`, `{ user_id }`. */
  app_metadata: Record<string, string>
  user_metadata: Record<string, unknown>
}

const QUARTER_OF_AN_HOUR = 15 * 60
const DAY = 24 * 60 * 60

const wrongCredentials = () => new StoaError('unauthorized', 'Invalid email or password')

/** Identities, what they prove themselves with, and their sessions. */
export class AuthService extends moduleService(entities) {
  readonly #providers = () => this.container.resolve(AuthenticationProviders)

  /**
   * Registers someone new. It gives no right by itself: see {@link setActor}.
   *
   * @param providerId such as `emailpass`
   * @throws StoaError `unauthorized` where the identity exists already, `invalid_data` for credentials that are incomplete
   */
  async register(providerId: string, credentials: Credentials): Promise<AuthenticatedIdentity> {
    const provider = this.#providers().get(providerId)
    const entityId = provider.entityIdOf(credentials)
    const { provider_metadata, user_metadata = {} } = await provider.enroll(credentials)
    const [identity] = await this.database.query<{ id: string }>(
      `with added as (
         insert into stoa_auth.provider_identity
           (id, entity_id, provider, auth_identity_id, user_metadata, provider_metadata)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (entity_id, provider) where deleted_at is null do nothing
         returning auth_identity_id
       )
       insert into stoa_auth.auth_identity (id) select auth_identity_id from added returning id`,
      [
        createId('provid'),
        entityId,
        provider.id,
        createId('authid'),
        JSON.stringify(user_metadata),
        JSON.stringify(provider_metadata),
      ],
    )
    if (!identity) throw new StoaError('unauthorized', 'Identity with email already exists')
    return { id: identity.id, app_metadata: {}, user_metadata }
  }

  /**
   * Checks who someone is.
   *
   * @throws StoaError `unauthorized` for wrong credentials; it takes the same time whether or not the identity exists
   */
  async authenticate(providerId: string, credentials: Credentials): Promise<AuthenticatedIdentity> {
    const provider = this.#providers().get(providerId)
    const [found] = await this.database.query<{
      provider_identity_id: string
      provider_metadata: Record<string, unknown>
      id: string
      app_metadata: Record<string, string> | null
      user_metadata: Record<string, unknown> | null
    }>(
      `select p.id as provider_identity_id, p.provider_metadata, p.user_metadata, a.id, a.app_metadata
       from stoa_auth.provider_identity p join stoa_auth.auth_identity a on a.id = p.auth_identity_id
       where p.entity_id = $1 and p.provider = $2 and p.deleted_at is null and a.deleted_at is null`,
      [provider.entityIdOf(credentials), provider.id],
    )
    const { valid, provider_metadata } = await provider.verify(credentials, found?.provider_metadata)
    if (!found || !valid) throw wrongCredentials()
    if (provider_metadata) {
      // Only where nobody changed the password in the meantime.
      await this.database.query(
        `update stoa_auth.provider_identity set provider_metadata = $3::jsonb, updated_at = now()
         where id = $1 and provider_metadata = $2::jsonb`,
        [
          found.provider_identity_id,
          JSON.stringify(found.provider_metadata),
          JSON.stringify(provider_metadata),
        ],
      )
    }
    return { id: found.id, app_metadata: found.app_metadata ?? {}, user_metadata: found.user_metadata ?? {} }
  }

  /**
   * Says which customer or user an identity is. That can be said once.
   *
   * @param actorType `customer` or `user`; it is kept as `customer_id` or `user_id`
   * @throws StoaError `not_found` for an unknown identity, `invalid_data` where it is somebody already
   */
  async setActor(authIdentityId: string, actorType: string, actorId: string): Promise<void> {
    return setActor(this.database, authIdentityId, actorType, actorId)
  }

  /** The ways in which a customer or user signs in. */
  async listLogins(actorType: string, actorId: string): Promise<Login[]> {
    return listLogins(this.database, actorType, actorId)
  }

  /** Takes from all identities that they are this customer or user, and ends their sessions. For one that is deleted. */
  async removeActor(actorType: string, actorId: string): Promise<void> {
    return removeActor(this.database, actorType, actorId)
  }

  /** Opens a session. */
  async createSession(authIdentityId: string, session: NewSession): Promise<Row<AuthSession>> {
    return createSession(this.database, authIdentityId, session)
  }

  /** The session with this id, or undefined where it is unknown, revoked or has expired. */
  async findLiveSession(id: string): Promise<Row<AuthSession> | undefined> {
    return findLiveSession(this.database, id)
  }

  /**
   * Lets a session last anew, and for whoever the identity has become since it was opened.
   *
   * @param ttl seconds from now until it ends by itself
   * @returns the session and the identity's `app_metadata`; undefined where it is unknown, revoked or has expired
   */
  async renewSession(id: string, ttl: number): Promise<RenewedSession | undefined> {
    return renewSession(this.database, id, ttl)
  }

  /** Ends a session. One that is over, or was never there, is no error. */
  async revokeSession(id: string): Promise<void> {
    await this.database.query(
      'update stoa_auth.auth_session set revoked_at = now(), updated_at = now() where id = $1 and revoked_at is null',
      [id],
    )
  }

  /** Ends all sessions of an identity. */
  async revokeSessions(authIdentityId: string): Promise<void> {
    await this.database.query(
      `update stoa_auth.auth_session set revoked_at = now(), updated_at = now()
       where auth_identity_id = $1 and revoked_at is null`,
      [authIdentityId],
    )
  }

  /**
   * Gives an identity new credentials. Ends all its sessions, and takes back its password-reset tokens.
   *
   * @param credentials what is new: `{ password }`
   * @throws StoaError `not_found` where the identity does not use this provider
   */
  async changePassword(authIdentityId: string, providerId: string, credentials: Credentials): Promise<void> {
    const provider = this.#providers().get(providerId)
    const { provider_metadata } = await provider.enroll(credentials)
    const [changed] = await this.database.query(
      `with changed as (
         update stoa_auth.provider_identity set provider_metadata = $3::jsonb, updated_at = now()
         where auth_identity_id = $1 and provider = $2 and deleted_at is null
         returning id, auth_identity_id
       ), sessions as (
         update stoa_auth.auth_session set revoked_at = now(), updated_at = now()
         where auth_identity_id in (select auth_identity_id from changed) and revoked_at is null
       ), tokens as (
         delete from stoa_auth.auth_password_reset_token
         where provider_identity_id in (select id from changed)
       )
       select id from changed`,
      [authIdentityId, provider.id, JSON.stringify(provider_metadata)],
    )
    if (!changed) {
      throw new StoaError('not_found', `The identity ${authIdentityId} has no credentials of ${provider.id}.`)
    }
  }

  /**
   * Makes a token with which a new password can be set once. An earlier one is taken back.
   *
   * @param credentials what names the identity: `{ email }`
   * @param ttl seconds for which it is good. Default: a quarter of an hour
   * @returns the token, of which only a hash is kept; undefined where there is no such identity, which nobody should learn
   */
  async createPasswordResetToken(
    providerId: string,
    credentials: Credentials,
    ttl = QUARTER_OF_AN_HOUR,
  ): Promise<string | undefined> {
    return createPasswordResetToken(this.database, this.#providers().get(providerId), credentials, ttl)
  }

  /**
   * Sets a new password with a token of {@link createPasswordResetToken}, and ends all sessions.
   *
   * @throws StoaError `unauthorized` for a token that is unknown, used or expired
   */
  async resetPassword(providerId: string, token: string, credentials: Credentials): Promise<void> {
    return resetPassword(this.database, this.#providers().get(providerId), token, credentials)
  }

  /**
   * Makes a code by which an identity can show that it can be reached where it says. An earlier one is taken back.
   *
   * @param ttl seconds for which the code is good. Default: a day
   * @throws StoaError `not_found` where the identity does not sign in with that
   */
  async requestVerification(
    authIdentityId: string,
    wanted: NewVerification,
    ttl = DAY,
  ): Promise<RequestedVerification> {
    return requestVerification(this.database, authIdentityId, wanted, ttl)
  }

  /**
   * Marks as verified what a code of {@link requestVerification} was made for. It works once.
   *
   * @throws StoaError `invalid_data` for a code that is unknown, used or expired
   */
  async confirmVerification(code: string): Promise<Row<AuthVerification>> {
    return confirmVerification(this.database, code)
  }
}
