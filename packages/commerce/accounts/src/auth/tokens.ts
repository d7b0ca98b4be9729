import {
  type AuthenticatedIdentity,
  AuthOptions,
  AuthService,
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

/** Opens a session for someone who proved who they are, and gives its token. Of an actor type they are not, it opens nothing. */
export async function openSession(
  container: Container,
  identity: AuthenticatedIdentity,
  actor_type: string,
  auth_provider: string,
): Promise<string> {
  const actor_id = identity.app_metadata[`${actor_type}_id`]
  const session = await container.resolve(AuthService).createSession(identity.id, {
    actor_type,
    actor_id: actor_id ?? null,
    ttl: container.resolve(AuthOptions).session_ttl,
    proof: identity.proof,
  })
  return container.resolve(SessionTokens).sign(
    {
      session_id: session.id,
      actor_id: actor_id ?? '',
      actor_type,
      auth_identity_id: identity.id,
      auth_provider,
      app_metadata: identity.app_metadata,
      user_metadata: identity.user_metadata,
    },
    new Date(session.expires_at),
  )
}

/**
 * Renews a session, and gives a token for it that says who the identity is by now.
 *
 * @throws StoaError `unauthorized` where the session has ended in the meantime
 */
export async function renewToken(container: Container, { claims }: ShownToken): Promise<string> {
  const { session_id, actor_type, auth_identity_id, auth_provider, user_metadata } = claims
  const session = await container
    .resolve(AuthService)
    .renewSession(session_id, container.resolve(AuthOptions).session_ttl)
  if (!session) throw new StoaError('unauthorized', 'Unauthorized: the session is over. Sign in again.')
  return container.resolve(SessionTokens).sign(
    {
      session_id,
      actor_id: session.actor_id ?? '',
      actor_type,
      auth_identity_id,
      ...(auth_provider === undefined ? {} : { auth_provider }),
      app_metadata: session.app_metadata,
      user_metadata,
    },
    new Date(session.expires_at),
  )
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
