import {
  type AuthenticatedIdentity,
  AuthOptions,
  AuthService,
  type MfaChallenge,
  MfaService,
  type RenewedSession,
  type SessionClaims,
  SessionTokens,
  type SignedClaims,
} from '@stoa/auth'
import { credentialsOf } from '@stoa/http'
import { type Container, StoaError } from '@stoa/kernel'
import type { FastifyRequest } from 'fastify'

/** A token as it was shown, and what it says. */
export interface ShownToken {
  token: string
  claims: SignedClaims
}

/** What signing in gives: a token, and, where it opens nothing yet, what is still to be passed. */
export interface Entry {
  token: string
  mfa_required?: true
  mfa_challenge?: MfaChallenge & { metadata: null }
}

/** What a token says of its bearer that is not in the session. */
type Bearer = Pick<SessionClaims, 'auth_provider' | 'user_metadata'>

/**
 * Opens a session for someone who proved who they are, and gives its token. Of an actor type they are not, it opens nothing; nor where
 * they have a second factor, until they have shown it.
 */
export async function openSession(
  container: Container,
  identity: AuthenticatedIdentity,
  actor_type: string,
  auth_provider: string,
): Promise<Entry> {
  const { id, app_metadata, user_metadata, proof } = identity
  const session = await container.resolve(AuthService).createSession(id, {
    actor_type,
    actor_id: app_metadata[`${actor_type}_id`] ?? null,
    ttl: container.resolve(AuthOptions).session_ttl,
    proof,
  })
  const token = await signToken(container, { ...session, app_metadata }, { auth_provider, user_metadata })
  return session.mfa_enabled
    ? challenged(container, { token, session_id: session.id, auth_provider })
    : { token }
}

/**
 * Renews a session, and gives a token for it that says who the identity is by now. One that waits for a second factor is not renewed,
 * but told again what it waits for.
 *
 * @throws StoaError `unauthorized` where the session has ended in the meantime
 */
export async function renewToken(request: FastifyRequest): Promise<Entry> {
  const { container, asker } = request
  const { token, claims } = await shownToken(request)
  const { session_id, auth_provider } = claims
  if (asker.auth_identity?.mfa_pending) return challenged(container, { token, session_id, auth_provider })
  const session = await container
    .resolve(AuthService)
    .renewSession(session_id, container.resolve(AuthOptions).session_ttl)
  if (!session) throw new StoaError('unauthorized', 'Unauthorized: the session is over. Sign in again.')
  return { token: await signToken(container, session, claims) }
}

/** A token for a session as it is now. */
export async function signToken(
  container: Container,
  session: RenewedSession,
  { auth_provider, user_metadata }: Bearer,
): Promise<string> {
  const { id, actor_id, actor_type, auth_identity_id, app_metadata, mfa_enabled, mfa_completed_at } = session
  return container.resolve(SessionTokens).sign(
    {
      session_id: id,
      actor_id: actor_id ?? '',
      actor_type,
      auth_identity_id,
      ...(auth_provider === undefined ? {} : { auth_provider }),
      app_metadata,
      user_metadata,
      mfa_enabled,
      mfa_challenge_completed_at: mfa_completed_at?.toISOString() ?? null,
    },
    session.expires_at,
  )
}

async function challenged(
  container: Container,
  {
    token,
    session_id,
    auth_provider,
  }: { token: string; session_id: string; auth_provider: string | undefined },
): Promise<Entry> {
  const challenge = await container.resolve(MfaService).challengeOf(session_id, auth_provider)
  return { token, mfa_required: true, mfa_challenge: { ...challenge, metadata: null } }
}

/** The identity of a request whose door asked for one. */
export function identityOf({ asker }: FastifyRequest): string {
  const id = asker.actor?.auth_identity_id ?? asker.auth_identity?.id
  if (id === undefined) throw new StoaError('unauthorized', 'Unauthorized: sign in first.')
  return id
}

/** The session of a request whose door asked for one. */
export function sessionIdOf({ asker }: FastifyRequest): string {
  const id = asker.actor?.session_id ?? asker.auth_identity?.session_id
  if (id === undefined) throw new StoaError('unauthorized', 'Unauthorized: sign in first.')
  return id
}

/** The token by which the request's session was found. */
export async function shownToken(request: FastifyRequest): Promise<ShownToken> {
  const id = sessionIdOf(request)
  const { bearer, session_token } = credentialsOf(request)
  for (const token of [bearer, session_token]) {
    const claims = token && (await request.container.resolve(SessionTokens).verify(token))
    if (token && claims && claims.session_id === id) return { token, claims }
  }
  throw new StoaError('unauthorized', 'Unauthorized: sign in first.')
}
