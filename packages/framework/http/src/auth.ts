import { type Container, StoaError } from '@stoa/kernel'
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify'
import { type Asker, type AuthConfig, Authenticator, type Wants } from './asker.ts'
import { type Credentials, canProveActor, credentialsOf, only } from './credentials.ts'
import { type Door, doorOf } from './door.ts'
import { isForged } from './forgery.ts'
import type { AllowedOrigins } from './origins.ts'
import { checkPermissions, permissionsOf } from './permission.ts'

type Check = (request: FastifyRequest) => Promise<void>

/** The doors that requests came through. */
const doors = new WeakMap<FastifyRequest, Check>()

/**
 * Puts the doors before all routes that are added from now on: who is asking, and whether they may do that. They stand in
 * `onRequest`, so that nobody learns what a body should look like before showing who is asking; and on the route rather than
 * on the server, so that they come after the rate limits.
 */
export function addDoors(
  app: FastifyInstance,
  authenticator: Authenticator | undefined,
  origins: AllowedOrigins,
): void {
  const find = finder(app.container, authenticator)
  const checks = new WeakSet<Check>()
  app.addHook('onRoute', (route) => {
    const door = doorOf(route.url, route.config)
    const hooks = hooksOf(route)
    // A HEAD route is added with the hooks of its GET route.
    if (!door || hooks.some((hook) => checks.has(hook as Check))) return
    const needed = (method: string) => (door.auth ? permissionsOf(route.url, method, route.config) : [])
    for (const permission of [route.method].flat().flatMap(needed)) app.wantedPermissions.add(permission)
    const check: Check = async (request) => {
      await pass(request, door, find, origins)
      const { actor } = request.asker
      if (actor?.permissions) checkPermissions(actor.permissions, needed(request.method))
      doors.set(request, check)
    }
    checks.add(check)
    route.onRequest = [...hooks, check]
  })
}

/**
 * Lets a request that is still being answered through its door once more, for answers that go on and on: a session may have been
 * closed meanwhile, or a permission taken away. `request.asker` is as of now then.
 *
 * @throws StoaError as the door would today: `unauthorized`, `forbidden`
 */
export async function admitAgain(request: FastifyRequest): Promise<void> {
  await doors.get(request)?.(request)
}

const hooksOf = ({ onRequest = [] }: RouteOptions) => (Array.isArray(onRequest) ? onRequest : [onRequest])

function finder(container: Container, given: Authenticator | undefined): () => Authenticator {
  let found = given
  return () => {
    if (!found && !container.has(Authenticator)) {
      throw new StoaError(
        'unexpected_state',
        'Nobody can be let in: no Authenticator is registered. Add the module that provides one, or give one to createServer.',
      )
    }
    found ??= container.resolve(Authenticator)
    return found
  }
}

async function pass(
  request: FastifyRequest,
  door: Door,
  find: () => Authenticator,
  origins: AllowedOrigins,
): Promise<void> {
  const credentials = only(credentialsOf(request), door.auth?.by ?? [])
  if (isForged(request, origins)) delete credentials.session_token
  if (!door.publishable_key) delete credentials.publishable_key
  else if (!credentials.publishable_key) throw missingKey()

  const mustAsk = door.publishable_key || canProveActor(credentials)
  const asker = mustAsk ? await find().authenticate(request, wantsOf(credentials, door)) : {}
  if (door.publishable_key && !asker.publishable_key) throw invalidKey()
  request.asker = door.auth ? admit(asker, door.auth) : asker
}

const wantsOf = (credentials: Credentials, { auth }: Door): Wants => ({
  credentials,
  ...(auth ? { auth } : {}),
})

/** The asker without an actor of the wrong type, if that is enough for this route. */
function admit(asker: Asker, auth: AuthConfig): Asker {
  const { actor, auth_identity, ...nobody } = asker
  if (actor && (auth.actor === '*' || actor.type === auth.actor)) return asker
  const pending = auth_identity?.mfa_pending === true && !auth.allow_mfa_pending
  const identified = auth_identity && !pending ? { ...nobody, auth_identity } : nobody
  if (auth.optional || (auth.allow_unregistered && identified !== nobody)) return identified
  if (pending) throw unfinished()
  throw new StoaError('unauthorized', `Unauthorized: ${wayIn(auth)}.`)
}

const WAYS = { bearer: 'a bearer token', session: 'a session cookie', 'api-key': 'a secret API key' }

const wayIn = ({ actor, by }: AuthConfig) =>
  `sign in${actor === '*' ? '' : ` as a ${actor}`} and send ${by.map((method) => WAYS[method]).join(' or ')}`

const unfinished = () =>
  new StoaError(
    'unauthorized',
    'Unauthorized: you have not shown your second factor yet. POST its code to /auth/mfa/challenges/{id}/verify, with the id that came with your token.',
    { code: 'mfa_required' },
  )

const missingKey = () =>
  new StoaError(
    'not_allowed',
    'Publishable API key required in the request header: x-publishable-api-key. Copy one from the settings of the admin.',
  )

const invalidKey = () =>
  new StoaError(
    'not_allowed',
    'A valid publishable key is required: the one in x-publishable-api-key is unknown or revoked.',
  )
