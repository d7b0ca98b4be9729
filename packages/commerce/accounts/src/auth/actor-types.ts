import { AuthenticationProviders } from '@stoa/auth'
import { type Container, StoaError } from '@stoa/kernel'
import { Type } from 'typebox'

/** Who can sign in. */
const ACTOR_TYPES = ['user', 'customer']

/** The path's parameters of the routes to sign in by. */
export const wayIn = Type.Object({ actor_type: Type.String(), auth_provider: Type.String() })

/** @throws StoaError `not_allowed` for an actor type that does not exist */
export function checkActorType(actor_type: string): void {
  if (ACTOR_TYPES.includes(actor_type)) return
  throw new StoaError(
    'not_allowed',
    `There is no actor type ${actor_type} that could sign in. There are: ${ACTOR_TYPES.join(', ')}.`,
  )
}

/** @throws StoaError `not_allowed` for a provider that does not exist */
export function checkProvider(container: Container, actor_type: string, auth_provider: string): void {
  if (container.resolve(AuthenticationProviders).has(auth_provider)) return
  throw new StoaError(
    'not_allowed',
    `The actor type ${actor_type} is not allowed to use the auth provider ${auth_provider}: there is none of that name.`,
  )
}

/** @throws StoaError `not_allowed` for an actor type or a provider that does not exist */
export function checkWayIn(
  container: Container,
  { actor_type, auth_provider }: { actor_type: string; auth_provider: string },
): void {
  checkActorType(actor_type)
  checkProvider(container, actor_type, auth_provider)
}
