import { StoaError } from '@stoa/kernel'
import type { FastifyContextConfig } from 'fastify'
import pluralize from 'pluralize'
import { isUnder } from './door.ts'

/** Stands for every resource, or every operation. */
const ALL = '*'

const NAME = /^[\w-]+(:[\w-]+)?$/

const BY_METHOD: Record<string, string> = { GET: 'read', HEAD: 'read', OPTIONS: 'read', DELETE: 'delete' }

/** A part of a route's pattern that differs from request to request. */
const isVariable = (segment: string) => /[:*]/.test(segment)

/**
 * What an actor must be allowed for a route: what its config says, or else what its path and its method say.
 *
 * @param url the route's pattern
 * @returns `resource:operation`, all of which are needed; none where every actor that the door lets in may pass
 * @throws StoaError `invalid_data` for a config that names no permission
 * @example
 * permissionsOf('/admin/product-categories/:id', 'POST') // ['product_category:update']
 */
export function permissionsOf(
  url: string,
  method: string,
  { permission }: FastifyContextConfig = {},
): readonly string[] {
  if (permission === false || (permission === undefined && !isUnder('admin', url))) return []
  const segments = url.split('/').filter(Boolean).slice(1)
  const named = permission === undefined ? [resourceOf(segments)] : [permission].flat().map(checked)
  return named.flatMap((name) =>
    name.includes(':') ? [name] : operationsOf(segments, method).map((operation) => `${name}:${operation}`),
  )
}

function checked(name: string): string {
  if (NAME.test(name)) return name
  throw new StoaError(
    'invalid_data',
    `A route's permission is a resource, such as review, or a resource and an operation, such as review:publish; '${name}' is neither.`,
  )
}

/** `product-categories` → `product_category`. What is no word at all could be anything. */
function resourceOf([first]: readonly string[]): string {
  return first === undefined || isVariable(first) ? ALL : pluralize.singular(first).replaceAll('-', '_')
}

/** A batch may do all at once, so whoever sends one must be allowed all of it. */
function operationsOf(segments: readonly string[], method: string): string[] {
  const known = BY_METHOD[method]
  if (known) return [known]
  const change = method === 'POST' && !segments.some(isVariable) ? 'create' : 'update'
  return segments.at(-1) === 'batch' ? [...new Set([change, 'update', 'delete'])] : [change]
}

/**
 * Whether what somebody holds allows something.
 *
 * @param held `resource:operation` each, where `*` stands for all on either side; `undefined` is everything
 * @param wanted the same; if it has a `*` itself, one of the held must be as wide. `undefined` is everything
 * @example
 * allows(['product:*'], 'product:delete') // true
 * allows(['product:read', 'product:delete'], 'product:*') // false
 */
export function allows(held: readonly string[] | undefined, wanted: string | undefined): boolean {
  if (held === undefined) return true
  const [resource, operation] = (wanted ?? `${ALL}:${ALL}`).split(':')
  return held.some((permission) => {
    const [heldResource, heldOperation] = permission.split(':')
    return (
      (heldResource === ALL || heldResource === resource) &&
      (heldOperation === ALL || heldOperation === operation)
    )
  })
}

/** @throws StoaError `forbidden` that names the first permission that is needed and not held */
export function checkPermissions(held: readonly string[], needed: readonly string[]): void {
  const missing = needed.find((permission) => !allows(held, permission))
  if (missing === undefined) return
  throw new StoaError(
    'forbidden',
    `Your roles do not allow ${missing}. Ask somebody who may give it to you for a role that does.`,
  )
}
