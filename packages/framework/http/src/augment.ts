import type { Container } from '@stoa/kernel'
import type { Asker, AuthConfig } from './asker.ts'
import type { SessionCookie } from './session-cookie.ts'

/** A list of the API. */
export interface Listed {
  /** Such as `/admin/products`. */
  path: string
  /** The fields it gives unless it is asked for others. */
  defaults: readonly string[]
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Where services are resolved from. */
    container: Container
    sessionCookie: SessionCookie
    /** What the routes added so far want their actors to be allowed, as `resource:operation`. */
    wantedPermissions: Set<string>
    /** The lists that routes added so far give, by their entity: for who wants to know what there is to look at. */
    listed: Map<string, Listed>
  }
  interface FastifyRequest {
    /** Who is asking. Complete from `preParsing` on; empty on routes without a door. */
    asker: Asker
    /** The same as `app.container`. */
    container: Container
    /** The body as it came, on routes with `config: { raw_body: true }`. */
    raw_body?: Buffer
  }
  interface FastifyContextConfig {
    /** Whom the route lets in; `false` for everyone. Default: users under /admin, everyone elsewhere. */
    auth?: AuthConfig | false
    /**
     * What an actor who may not do everything must be allowed: a resource (`review`; the method says the operation), a resource
     * and an operation (`review:publish`), or several, all of which are needed. `false`: nothing. Default: under /admin what
     * path and method say (`POST /admin/reviews/:id` wants `review:update`), nothing elsewhere.
     */
    permission?: string | readonly string[] | false
    /** Whether a publishable key is needed. Default: under /store only. */
    publishable_key?: boolean
    /** Keep the bytes of the body, to check a webhook's signature. */
    raw_body?: boolean
    /**
     * What an `Idempotency-Key` does here, on hosts that understand it. `false`: nothing, for answers that must not be kept.
     * `repeatable`: where a host died over the request it is carried out again, as it does nothing twice by itself. Default:
     * it is carried out once.
     */
    idempotency?: false | 'repeatable'
  }
}
