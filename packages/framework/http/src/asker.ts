import type { FastifyRequest } from 'fastify'
import type { Credentials } from './credentials.ts'

/** Who is behind a request, as far as it could be proved. Packages may add to it by declaration merging. */
export interface Asker {
  /** The publishable key of a store request, and the sales channels it opens. */
  publishable_key?: { id: string; sales_channel_ids: string[] }
  /** The person or program that acts. */
  actor?: Actor
  /**
   * A proved identity that has no actor yet, such as someone who is about to register as a customer; with `mfa_pending`, one that has
   * yet to show a second factor, whoever it is.
   */
  auth_identity?: { id: string; session_id?: string; mfa_pending?: true }
  /** Anything more that an authenticator found out on the way, such as the region. */
  context?: Record<string, unknown>
}

/** The one who acts: a customer, a user, or a kind of one's own. */
export interface Actor {
  type: 'customer' | 'user' | (string & {})
  id: string
  /** Absent for a secret API key. */
  auth_identity_id?: string
  /** Absent for a secret API key. */
  session_id?: string
  customer_group_ids?: string[]
  /**
   * What the actor may do, as `resource:operation`; `*` stands for all on either side. Absent for who may do everything.
   */
  permissions?: readonly string[]
}

/** A way to prove who is asking. */
export type AuthMethod = 'bearer' | 'session' | 'api-key'

/** Whom a route lets in. */
export interface AuthConfig {
  /** The type of actor; `*` for any. */
  actor: 'user' | 'customer' | '*' | (string & {})
  /** The ways that count here; credentials of other kinds are not looked at. */
  by: AuthMethod[]
  /** Let the request through without an actor if none is proved. */
  optional?: boolean
  /** An identity that has no actor yet is enough. */
  allow_unregistered?: boolean
  /** An identity that has yet to show a second factor is enough. To other routes it is nobody. */
  allow_mfa_pending?: boolean
}

/** What the server needs to know about a request. */
export interface Wants {
  /** What the request showed, without what does not count on this route. */
  credentials: Credentials
  /** Whom the route lets in. Without it only the publishable key is asked for. */
  auth?: AuthConfig
}

/**
 * Finds out who is asking. Register one in the container under this class, or give it to `createServer`.
 *
 * It only states what is proved and leaves out what is not (an unknown key, an expired token): the server turns
 * away requests that prove too little.
 *
 * @example
 * class MyAuthenticator extends Authenticator {
 *   async authenticate(request, { credentials, auth }) {
 *     const session = credentials.bearer && (await this.sessions.find(credentials.bearer))
 *     return session ? { actor: { type: 'customer', id: session.customer_id } } : {}
 *   }
 * }
 */
export abstract class Authenticator {
  /** Called at most once a request, before its body is read. */
  abstract authenticate(request: FastifyRequest, wants: Wants): Promise<Asker>
}
