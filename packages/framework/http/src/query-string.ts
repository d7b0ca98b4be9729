import { StoaError } from '@stoa/kernel'
import { parse } from 'qs'

const malformed = Symbol('malformed query string')

/** Brackets in brackets: `$or[0][variants][created_at][$gt]` has five. */
const MAX_DEPTH = 10
const MAX_PARAMETERS = 2_000
const MAX_ARRAY = 1_000

/**
 * Parses a query string with nested keys: `id[0]=a&id[1]=b`, `id[]=a`, `id=a&id=b`, `created_at[$gt]=2026-01-01`.
 * A `+` is a space. Keys that would reach an object's prototype are ignored.
 */
export function parseQueryString(text: string): Record<string, unknown> {
  if (text === '') return {}
  try {
    return parse(text, {
      depth: MAX_DEPTH,
      strictDepth: true,
      parameterLimit: MAX_PARAMETERS,
      arrayLimit: MAX_ARRAY,
      throwOnLimitExceeded: true,
    }) as Record<string, unknown>
  } catch {
    // The router calls this outside of any request, where an exception would end the process.
    return { [malformed]: true }
  }
}

/**
 * Refuses what {@link parseQueryString} gave up on.
 *
 * @throws StoaError `invalid_data`
 */
export function refuseMalformedQuery(query: unknown): void {
  if (!Object.hasOwn(query as object, malformed)) return
  throw new StoaError(
    'invalid_data',
    `Invalid request: the query string may nest at most ${MAX_DEPTH} levels deep and have at most ${MAX_PARAMETERS} parameters, and ${MAX_ARRAY} values in a list.`,
  )
}
