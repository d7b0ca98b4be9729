import { hashToken } from '@stoa/api-key'
import { SessionTokens } from '@stoa/auth'
import { CartService } from '@stoa/cart'
import { type Actor, type Asker, Authenticator, type Wants } from '@stoa/http'
import { type Container, Database } from '@stoa/kernel'
import { RbacService } from '@stoa/rbac'
import { RegionService } from '@stoa/region'
import type { FastifyRequest } from 'fastify'
import { type Answer, whoIsAsking } from './who-is-asking.ts'

/**
 * Finds out who is asking with one statement a request, read afresh each time: what is revoked, closed or deleted is so
 * from the next request on. For a store request it also says in which region and currency the buyer is, from `region_id`
 * or else `cart_id` in the query.
 */
export class StoaAuthenticator extends Authenticator {
  readonly #database: Database
  readonly #tokens: SessionTokens
  readonly #statement: string

  constructor(container: Container) {
    super()
    this.#database = container.resolve(Database)
    this.#tokens = container.resolve(SessionTokens)
    this.#statement = whoIsAsking({
      regions: container.has(RegionService),
      carts: container.has(CartService),
      roles: container.has(RbacService),
    })
  }

  override async authenticate(request: FastifyRequest, wants: Wants): Promise<Asker> {
    const { publishable_key = null, secret_key } = wants.credentials
    const sessions = await this.#sessionsOf(wants)
    if (publishable_key === null && secret_key === undefined && sessions.length === 0) return {}
    const wanted = wants.auth?.actor
    const [answer] = await this.#database.query<Answer>(
      this.#statement,
      [
        publishable_key,
        sessions,
        wanted === '*' ? null : (wanted ?? null),
        secret_key === undefined ? null : hashToken(secret_key),
        ...(publishable_key === null ? [null, null] : placeOf(request)),
      ],
      { name: 'accounts_who_is_asking' },
    )
    return askerOf(answer as Answer, wants)
  }

  /** The ids in the tokens that are ours, in the order in which the route names the ways to sign in. */
  async #sessionsOf({ credentials, auth }: Wants): Promise<string[]> {
    const shown = { bearer: credentials.bearer, session: credentials.session_token, 'api-key': undefined }
    const claims = await Promise.all(
      (auth?.by ?? []).flatMap((way) => {
        const token = shown[way]
        return token === undefined ? [] : [this.#tokens.verify(token)]
      }),
    )
    return claims.flatMap((claim) => (claim ? [claim.session_id] : []))
  }
}

/** A region that is named must be there, even where a cart would know one. */
function placeOf(request: FastifyRequest): [region: string | null, cart: string | null] {
  const { region_id, cart_id } = (request.query ?? {}) as Record<string, unknown>
  if (region_id !== undefined) return [typeof region_id === 'string' ? region_id : null, null]
  return [null, typeof cart_id === 'string' ? cart_id : null]
}

function askerOf({ publishable_key, session, secret_key, context }: Answer, { auth }: Wants): Asker {
  const asker: Asker = {
    ...(publishable_key ? { publishable_key } : {}),
    ...(context ? { context } : {}),
  }
  // Someone who is, or is about to become, a user is nobody to a route for customers.
  const fits = session !== null && (auth?.actor === '*' || auth?.actor === session.actor_type)
  if (fits && session.actor_id && !session.mfa_pending) {
    return { ...asker, actor: actorOf(session, session.actor_id) }
  }
  if (secret_key) return { ...asker, actor: programOf(secret_key) }
  return fits ? { ...asker, auth_identity: identityOf(session) } : asker
}

const identityOf = ({
  id,
  auth_identity_id,
  mfa_pending,
}: NonNullable<Answer['session']>): NonNullable<Asker['auth_identity']> => ({
  id: auth_identity_id,
  session_id: id,
  ...(mfa_pending ? { mfa_pending } : {}),
})

const programOf = ({ id, permissions }: NonNullable<Answer['secret_key']>): Actor => ({
  type: 'user',
  id,
  ...(permissions ? { permissions } : {}),
})

const actorOf = (session: NonNullable<Answer['session']>, id: string): Actor => ({
  type: session.actor_type,
  id,
  auth_identity_id: session.auth_identity_id,
  session_id: session.id,
  ...(session.customer_group_ids ? { customer_group_ids: session.customer_group_ids } : {}),
  ...(session.permissions ? { permissions: session.permissions } : {}),
})
