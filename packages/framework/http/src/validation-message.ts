import type { ErrorObject } from 'ajv'
import { expectedKind, kindOf, sentenceList } from './kind.ts'
import { mergeUnions } from './union-errors.ts'

const MOST = 10

/**
 * What is wrong with a request, field by field.
 *
 * @param errors of Ajv with `verbose: true`
 * @param part `body`, `querystring`, `params` or `headers`
 * @example
 * describeErrors(errors, 'body')
 * // Invalid request: Field 'email' is required; Field 'items.0.quantity' must be a number greater than 0.
 */
export function describeErrors(errors: readonly ErrorObject[], part: string): string {
  const sentences = new Map<string, string>()
  for (const error of mergeUnions(errors)) {
    const field = fieldOf(error)
    // One reason a field: a second one, such as the pattern beside the format, rarely says more.
    if (!sentences.has(field)) sentences.set(field, `${subject(field, part)} ${reasonOf(error)}`)
  }
  const shown = [...sentences.values()].slice(0, MOST)
  const more = sentences.size - shown.length
  return `Invalid request: ${shown.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`
}

const subject = (field: string, part: string) =>
  field ? `Field '${field}'` : `The ${part === 'querystring' ? 'query' : part}`

/** Dotted: `/items/0/quantity` → `items.0.quantity`. */
function fieldOf({ instancePath, keyword, params }: ErrorObject): string {
  const path = instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  if (keyword === 'required') path.push(params.missingProperty)
  if (keyword === 'additionalProperties') path.push(params.additionalProperty)
  return path.join('.')
}

const REASONS: Record<string, (error: ErrorObject) => string> = {
  required: () => 'is required',
  additionalProperties: () => 'is not known here',
  type: ({ parentSchema, data }) => `must be ${expectedKind(parentSchema)}, but is ${kindOf(data)}`,
  coerced_boolean: () => 'must be true or false',
  exclusiveMinimum: ({ params }) => `must be a number greater than ${params.limit}`,
  minimum: ({ params }) => `must be ${params.limit} or more`,
  exclusiveMaximum: ({ params }) => `must be a number less than ${params.limit}`,
  maximum: ({ params }) => `must be ${params.limit} or less`,
  multipleOf: ({ params }) => `must be a multiple of ${params.multipleOf}`,
  minLength: ({ params }) =>
    params.limit === 1 ? 'must not be empty' : `must have at least ${params.limit} characters`,
  maxLength: ({ params }) => `must have at most ${params.limit} characters`,
  minItems: ({ params }) =>
    params.limit === 1 ? 'must not be empty' : `must have at least ${params.limit} items`,
  maxItems: ({ params }) => `must have at most ${params.limit} items`,
  minProperties: ({ params }) => `must have at least ${params.limit} keys`,
  maxProperties: ({ params }) => `must have at most ${params.limit} keys`,
  uniqueItems: () => 'must not have the same item twice',
  format: ({ params }) => `must be ${FORMATS[params.format] ?? `of the form ${params.format}`}`,
  pattern: ({ parentSchema, params }) =>
    parentSchema?.format ? `must be ${FORMATS[parentSchema.format]}` : `must match ${params.pattern}`,
  enum: ({ schema, data }) =>
    `must be ${sentenceList((schema as unknown[]).map(quoted))}, but is ${quoted(data)}`,
  const: ({ schema, data }) => `must be ${quoted(schema)}, but is ${quoted(data)}`,
}

const FORMATS: Record<string, string> = {
  email: 'an email address',
  date: 'a date such as 2026-01-31',
  'date-time': 'a date and time such as 2026-01-31T12:00:00Z',
  uri: 'a URL',
  uuid: 'a UUID',
}

function reasonOf(error: ErrorObject): string {
  if (error.keyword === 'anyOf' || error.keyword === 'oneOf') {
    return `must be ${expectedKind(error.parentSchema)}, but is ${quoted(error.data)}`
  }
  return REASONS[error.keyword]?.(error) ?? error.message ?? 'is not valid'
}

/** A short value as it is; of anything longer, what it is. */
const quoted = (value: unknown) =>
  typeof value === 'string'
    ? value.length <= 40
      ? `'${value}'`
      : 'a longer text'
    : typeof value === 'object' && value !== null
      ? kindOf(value)
      : String(value)
