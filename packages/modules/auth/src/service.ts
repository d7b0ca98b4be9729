import { createHash, randomBytes } from 'node:crypto'
import { createId, moduleService, type Row, StoaError } from '@stoa/kernel'
import { AuthenticationProviders, type Credentials } from './authentication-provider.ts'
import type { AuthSession } from './entities/auth-session.ts'
import { entities } from './entities/index.ts'

/** Someone who proved who they are. */
export interface AuthenticatedIdentity {
  id: string
  /** Which customer or user they are: `{ customer_id }`, `{ user_id }`. */
  app_metadata: Record<string, string>
  user_metadata: Record<string, unknown>
}

/** What a session is for. */
export interface NewSession {
  /** `customer`, `user`, or an actor type of the shop's own. */
  actor_type: string
  actor_id?: string | null
  /** Seconds until it ends by itself. */
  ttl: number
}

/** A session that lasts anew. */
export type RenewedSession = Row<AuthSession> & { app_metadata: Record<string, string> }

const QUARTER_OF_AN_HOUR = 15 * 60

const SESSION =
  'id, auth_identity_id, actor_type, actor_id, expires_at, revoked_at, last_used_at, created_at, updated_at, deleted_at'

const hashToken = (token: string) => createHash('sha256').update(token).digest('hex')
const wrongCredentials = () => new StoaError('unauthorized', 'Invalid email or password')
const wrongToken = () => new StoaError('unauthorized', 'Invalid token')

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
    const key = `${actorType}_id`
    const [changed] = await this.database.query(
      `update stoa_auth.auth_identity
       set app_metadata = coalesce(app_metadata, '{}') || jsonb_build_object($2::text, $3::text), updated_at = now()
       where id = $1 and deleted_at is null and not coalesce(app_metadata, '{}') ? $2
       returning id`,
      [authIdentityId, key, actorId],
    )
    if (changed) return
    await this.retrieveAuthIdentity(authIdentityId)
    throw new StoaError('invalid_data', `The identity ${authIdentityId} has a ${key} already.`)
  }

  /** Takes from all identities that they are this customer or user, and ends their sessions. For one that is deleted. */
  async removeActor(actorType: string, actorId: string): Promise<void> {
    await this.database.query(
      `with freed as (
         update stoa_auth.auth_identity set app_metadata = app_metadata - $1::text, updated_at = now()
         where app_metadata ->> $1::text = $2
       )
       update stoa_auth.auth_session set revoked_at = now(), updated_at = now()
       where actor_type = $3 and actor_id = $2 and revoked_at is null`,
      [`${actorType}_id`, actorId, actorType],
    )
  }

  /** Opens a session. */
  async createSession(authIdentityId: string, session: NewSession): Promise<Row<AuthSession>> {
    const [row] = await this.database.query<Row<AuthSession>>(
      `insert into stoa_auth.auth_session (id, auth_identity_id, actor_type, actor_id, expires_at)
       values ($1, $2, $3, $4, now() + make_interval(secs => $5)) returning ${SESSION}`,
      [createId('authses'), authIdentityId, session.actor_type, session.actor_id ?? null, session.ttl],
    )
    return row as Row<AuthSession>
  }

  /** The session with this id, or undefined where it is unknown, revoked or has expired. */
  async findLiveSession(id: string): Promise<Row<AuthSession> | undefined> {
    const [row] = await this.database.query<Row<AuthSession>>(
      `select ${SESSION} from stoa_auth.auth_session where id = $1 and revoked_at is null and expires_at > now()`,
      [id],
      { name: 'auth_find_live_session' },
    )
    return row
  }

  /**
   * Lets a session last anew, and for whoever the identity has become since it was opened.
   *
   * @param ttl seconds from now until it ends by itself
   * @returns the session and the identity's `app_metadata`; undefined where it is unknown, revoked or has expired
   */
  async renewSession(id: string, ttl: number): Promise<RenewedSession | undefined> {
    const [row] = await this.database.query<RenewedSession>(
      `with renewed as (
         update stoa_auth.auth_session s set
           actor_id = i.app_metadata ->> (s.actor_type || '_id'),
           expires_at = now() + make_interval(secs => $2), updated_at = now()
         from stoa_auth.auth_identity i
         where s.id = $1 and s.revoked_at is null and s.expires_at > now()
           and i.id = s.auth_identity_id and i.deleted_at is null
         returning s.*, coalesce(i.app_metadata, '{}') as app_metadata
       )
       select ${SESSION}, app_metadata from renewed`,
      [id, ttl],
    )
    return row
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
    const provider = this.#providers().get(providerId)
    const token = randomBytes(32).toString('base64url')
    const [added] = await this.database.query(
      `with owner as (
         select id, auth_identity_id, entity_id from stoa_auth.provider_identity
         where entity_id = $1 and provider = $2 and deleted_at is null
       ), replaced as (
         delete from stoa_auth.auth_password_reset_token where provider_identity_id in (select id from owner)
       )
       insert into stoa_auth.auth_password_reset_token
         (id, auth_identity_id, provider_identity_id, entity_id, token_hash, expires_at)
       select $3, auth_identity_id, id, entity_id, $4, now() + make_interval(secs => $5) from owner
       returning id`,
      [provider.entityIdOf(credentials), provider.id, createId('authprt'), hashToken(token), ttl],
    )
    return added ? token : undefined
  }

  /**
   * Sets a new password with a token of {@link createPasswordResetToken}, and ends all sessions.
   *
   * @throws StoaError `unauthorized` for a token that is unknown, used or expired
   */
  async resetPassword(providerId: string, token: string, credentials: Credentials): Promise<void> {
    const hash = hashToken(token)
    const [known] = await this.database.query(
      'select from stoa_auth.auth_password_reset_token where token_hash = $1 and expires_at > now()',
      [hash],
    )
    if (!known) throw wrongToken()
    const provider = this.#providers().get(providerId)
    const { provider_metadata } = await provider.enroll(credentials)
    const [changed] = await this.database.query(
      `with used as (
         delete from stoa_auth.auth_password_reset_token where token_hash = $1 and expires_at > now()
         returning provider_identity_id, auth_identity_id
       ), changed as (
         update stoa_auth.provider_identity set provider_metadata = $3::jsonb, updated_at = now()
         where id in (select provider_identity_id from used) and provider = $2 and deleted_at is null
         returning auth_identity_id
       ), sessions as (
         update stoa_auth.auth_session set revoked_at = now(), updated_at = now()
         where auth_identity_id in (select auth_identity_id from changed) and revoked_at is null
       )
       select auth_identity_id from changed`,
      [hash, provider.id, JSON.stringify(provider_metadata)],
    )
    if (!changed) throw wrongToken()
  }
}
