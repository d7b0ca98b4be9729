import fc from 'fast-check'
import type { Operation } from './operations.ts'

type Schema = Record<string, any>

const STRANGE_TEXTS = [
  '',
  ' ',
  'null',
  'undefined',
  '0',
  '-1',
  'NaN',
  "'; drop table x; --",
  '%',
  '\\',
  '../../etc/passwd',
  'ünïcödé 🛒',
  'a'.repeat(5000),
  '__proto__',
  'constructor',
  'usd',
  'eur',
  'de',
  '2026-13-45T99:00:00Z',
  'does-not-exist',
]

const STRANGE_NUMBERS = [0, -1, 1, 1.5, -0.01, 1e15, 1e300, -1e300, 2147483648, Number.MAX_SAFE_INTEGER, 1e-9]

const strangeText = fc.oneof(fc.constantFrom(...STRANGE_TEXTS), fc.string({ maxLength: 30 }))

const strange: fc.Arbitrary<unknown> = fc.oneof(
  strangeText,
  fc.constantFrom<unknown>(
    ...STRANGE_NUMBERS,
    null,
    true,
    false,
    [],
    {},
    [null],
    [[]],
    { $gt: 1 },
    { id: null },
  ),
)

/** Mostly what a schema asks for, now and then something else. */
function fitting(schema: Schema | undefined, depth = 0): fc.Arbitrary<unknown> {
  if (!schema || depth > 5) return strange
  return fc.oneof({ arbitrary: exact(schema, depth), weight: 9 }, { arbitrary: strange, weight: 1 })
}

function exact(schema: Schema, depth: number): fc.Arbitrary<unknown> {
  const branches: Schema[] | undefined = schema.anyOf ?? schema.oneOf
  if (branches) return fc.oneof(...branches.map((branch) => fitting(branch, depth + 1)))
  if ('const' in schema) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  switch (schema.type) {
    case 'object':
      return objectOf(schema, depth)
    case 'array':
      return fc.array(fitting(schema.items, depth + 1), { maxLength: 3 })
    case 'string':
      return schema.format === 'email' ? fc.constantFrom('a@example.com', 'A@Example.com', 'no') : strangeText
    case 'integer':
      return fc.oneof(fc.integer({ min: 0, max: 50 }), fc.constantFrom(...STRANGE_NUMBERS))
    case 'number':
      return fc.oneof(fc.integer({ min: 0, max: 50 }), fc.constantFrom(...STRANGE_NUMBERS))
    case 'boolean':
      return fc.boolean()
    default:
      return strange
  }
}

function objectOf({ properties = {}, required = [] }: Schema, depth: number): fc.Arbitrary<unknown> {
  const model = Object.fromEntries(
    Object.entries<Schema>(properties).map(([name, schema]) => [name, fitting(schema, depth + 1)]),
  )
  // Optional fields are left out more often the deeper they lie, so that bodies stay small.
  return fc.oneof(fc.record(model, { requiredKeys: required }), fc.record(model, { requiredKeys: [] }))
}

/** A body for a route: near what it takes, or far from it. */
export const nastyBody = ({ body }: Operation): fc.Arbitrary<unknown> => (body ? fitting(body) : strange)

/**
 * A path with all kinds of things where the ids should be, mostly some that exist.
 *
 * @param ids that exist, for the first parameter and for the others
 */
export const nastyPath = (
  { path }: Operation,
  ids: { first: readonly string[]; others: readonly string[] },
): fc.Arbitrary<string> => {
  const one = (known: readonly string[]) =>
    known.length > 0
      ? fc.oneof(fc.constantFrom(...known), fc.constantFrom(...known), strangeText)
      : strangeText
  return fc.tuple(one(ids.first), one(ids.others), one(ids.others)).map((values) => {
    let next = 0
    return path.replace(/\{[^}]+\}/g, () => encodeURIComponent(values[next++ % 3]?.slice(0, 300) || 'x'))
  })
}

/** A query with some of the parameters a route knows, and one it may not know. */
export const nastyQuery = ({ query }: Operation): fc.Arbitrary<string> =>
  fc
    .array(
      fc.tuple(
        fc.constantFrom(...query.map(({ name }) => name), 'unknown', 'fields', 'order', 'q'),
        fc.constantFrom('', '', '', '[]', '[$gt]', '[$in][]', '[$nope]', '[a][b][c]', '[$or][0][$eq]'),
        strangeText.map((text) => text.slice(0, 200)),
      ),
      { maxLength: 3 },
    )
    .map((pairs) =>
      pairs
        .map(([name, suffix, value]) => `${encodeURIComponent(name)}${suffix}=${encodeURIComponent(value)}`)
        .join('&'),
    )
