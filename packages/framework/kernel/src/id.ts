import { monotonicFactory } from 'ulid'

const next = monotonicFactory()

/**
 * A new identifier: the entity's prefix and a ULID, which sorts by the time it was made
 * (https://github.com/ulid/spec).
 *
 * @param prefix the entity's prefix without the underscore, such as `prod`
 * @example
 * createId('prod') // prod_01JD2Y6M8W3C0V5R9T7K4N1XQZ
 */
export function createId(prefix: string): string {
  return `${prefix}_${next()}`
}
