import { createId, moduleService, type Row, StoaError } from '@stoa/kernel'
import { type Login, listLogins, removeActor, setActor } from './actors.ts'
import { AuthenticationProviders, type Credentials } from './authentication-provider.ts'
import { changePassword } from './change-password.ts'
import type { AuthSession } from './entities/auth-session.ts'
import type { AuthVerification } from './entities/auth-verification.ts'
import { stored } from './entities/index.ts'
import { createPasswordResetToken, resetPassword } from './password-reset.ts'
import { pruneAuth } from './prune.ts'
import {
  createSession,
  findLiveSession,
  type NewSession,
  type OpenedSession,
  type Proof,
  type RenewedSession,
  renewSession,
  revokeSession,
  revokeSessions,
  VERSION,
} from './sessions.ts'
import {
  type Confirmation,
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
  /** By what they proved it; for {@link AuthService.createSession}. */
  proof?: Proof
}

const QUARTER_OF_AN_HOUR = 15 * 60
const DAY = 24 * 60 * 60

const wrongCredentials = () => new StoaError('unauthorized', 'Invalid email or password')

/** Identities, what they prove themselves with, and their sessions. */
export class AuthService extends moduleService(stored) {
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
      version: string
    }>(
      `select p.id as provider_identity_id, p.provider_metadata, p.user_metadata, a.id, a.app_metadata,
         ${VERSION} as version
       from stoa_auth.provider_identity p join stoa_auth.auth_identity a on a.id = p.auth_identity_id
       where p.entity_id = $1 and p.provider = $2 and p.deleted_at is null and a.deleted_at is null`,
      [provider.entityIdOf(credentials), provider.id],
    )
    const { valid, provider_metadata } = await provider.verify(credentials, found?.provider_metadata)
    if (!found || !valid) throw wrongCredentials()
    const { provider_identity_id } = found
    const version = provider_metadata ? await this.#renewHash(found, provider_metadata) : found.version
    return {
      id: found.id,
      app_metadata: found.app_metadata ?? {},
      user_metadata: found.user_metadata ?? {},
      proof: { provider_identity_id, version },
    }
  }

  /** Only where nobody changed the password in the meantime. */
  async #renewHash(
    { provider_identity_id, version }: { provider_identity_id: string; version: string },
    provider_metadata: Record<string, unknown>,
  ): Promise<string> {
    const [renewed] = await this.database.query<{ version: string }>(
      `update stoa_auth.provider_identity p set provider_metadata = $3::jsonb, updated_at = now()
       where p.id = $1 and ${VERSION} = $2 and p.deleted_at is null returning ${VERSION} as version`,
      [provider_identity_id, version, JSON.stringify(provider_metadata)],
    )
    return renewed?.version ?? version
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

  /**
   * Opens a session. Of an identity with a second factor it opens nothing, and lasts ten minutes at most, until it passes a
   * challenge: see `MfaService`.
   *
   * @param session.proof what `authenticate` gave: where the password was changed since, none is opened
   * @throws StoaError `unauthorized` for such a proof
   */
  async createSession(authIdentityId: string, session: NewSession): Promise<OpenedSession> {
    return createSession(this.database, authIdentityId, session)
  }

  /** The session with this id, or undefined where it is unknown, revoked, has expired, or waits for a second factor. */
  async findLiveSession(id: string): Promise<Row<AuthSession> | undefined> {
    return findLiveSession(this.database, id)
  }

  /**
   * Lets a session last anew, and for whoever the identity has become since it was opened.
   *
   * @param ttl seconds from now until it ends by itself
   * @returns the session and the identity's `app_metadata`; undefined where it is unknown, revoked, has expired, or waits for
   *   a second factor
   */
  async renewSession(id: string, ttl: number): Promise<RenewedSession | undefined> {
    return renewSession(this.database, id, ttl)
  }

  /** Ends a session. One that is over, or was never there, is no error. */
  async revokeSession(id: string): Promise<void> {
    await revokeSession(this.database, id)
  }

  /** Ends all sessions of an identity. */
  async revokeSessions(authIdentityId: string): Promise<void> {
    return revokeSessions(this.database, authIdentityId)
  }

  /**
   * Gives an identity new credentials. Ends all its sessions, and takes back its password-reset tokens.
   *
   * @param credentials what is new: `{ password }`
   * @throws StoaError `not_found` where the identity does not use this provider
   */
  async changePassword(authIdentityId: string, providerId: string, credentials: Credentials): Promise<void> {
    return changePassword(this.database, this.#providers().get(providerId), authIdentityId, credentials)
  }

  /**
   * Makes a token with which a new password can be set once. An earlier one is taken back.
   *
   * @param credentials what names the identity: `{ email }`
   * @param actorType `customer` or `user`: as whom they asked. The token is good there only
   * @param ttl seconds for which it is good. Default: a quarter of an hour
   * @returns the token, of which only a hash is kept; undefined where there is no such identity, which nobody should learn.
   *   A page can read `entity_id`, `provider` and `exp` from it as from a JWT
   */
  async createPasswordResetToken(
    providerId: string,
    credentials: Credentials,
    actorType: string,
    ttl = QUARTER_OF_AN_HOUR,
  ): Promise<string | undefined> {
    const provider = this.#providers().get(providerId)
    return createPasswordResetToken(this.database, provider, credentials, actorType, ttl)
  }

  /**
   * Sets a new password with a token of {@link createPasswordResetToken}, and ends all sessions.
   *
   * @throws StoaError `unauthorized` for a token that is unknown, used, expired, or of another provider or actor type
   */
  async resetPassword(
    providerId: string,
    token: string,
    actorType: string,
    credentials: Credentials,
  ): Promise<void> {
    return resetPassword(this.database, this.#providers().get(providerId), token, actorType, credentials)
  }

  /**
   * Makes a code by which an identity can show that it can be reached where it says. An earlier one is taken back.
   *
   * @param ttl seconds for which the code is good. Default: a day
   * @throws StoaError `not_found` where the identity does not sign in with that, `invalid_data` for an unknown code provider
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
   * @throws StoaError `invalid_data` for a code that is unknown, used, expired, or of another identity than the one given
   */
  async confirmVerification(confirmation: Confirmation): Promise<Row<AuthVerification>> {
    return confirmVerification(this.database, confirmation)
  }

  /**
   * Removes sessions, reset tokens and codes that have been over for some time.
   *
   * @param days how long they are kept after their end, for whoever looks into something
   * @returns how many went
   */
  async prune(days = 7): Promise<number> {
    return pruneAuth(this.database, days)
  }
}
