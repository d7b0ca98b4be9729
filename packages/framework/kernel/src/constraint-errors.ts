import { StoaError } from './errors.ts'
import { withConnectionCode } from './lost-connections.ts'
import { explainLostRace } from './lost-race.ts'

interface PostgresError extends Error {
  code: string
  detail?: string
  table?: string
  constraint?: string
  column?: string
}

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const UNIQUE_VIOLATION = '23505'
const FOREIGN_KEY_VIOLATION = '23503'
const CHECK_VIOLATION = '23514'
const NOT_NULL_VIOLATION = '23502'
const NUMERIC_OUT_OF_RANGE = '22003'
const INVALID_ESCAPE_SEQUENCE = '22025'
const INVALID_REGULAR_EXPRESSION = '2201B'

const KEY = /^Key \((.+)\)=\((.*)\) /

/**
 * Rethrows a broken constraint, or a race that was lost, in words the caller can act on; anything else as it is, a lost
 * connection with its code.
 */
export function explain(error: unknown): never {
  if (!isPostgresError(error)) throw withConnectionCode(error)
  const [, columns = '', values = ''] = KEY.exec(error.detail ?? '') ?? []
  const thing = sentence(error.table ?? 'row')
  const options = { cause: error, code: error.code }
  switch (error.code) {
    case UNIQUE_VIOLATION:
      throw new StoaError('invalid_data', `${thing} with ${columns}: ${values}, already exists.`, options)
    case FOREIGN_KEY_VIOLATION:
      throw error.detail?.includes('is still referenced')
        ? new StoaError('not_allowed', `${thing} with ${columns}: ${values} is still in use.`, options)
        : new StoaError('not_found', `${thing}: ${columns} ${values} does not exist.`, options)
    case CHECK_VIOLATION:
      throw new StoaError('invalid_data', `${thing} breaks the rule ${error.constraint}.`, options)
    case NOT_NULL_VIOLATION:
      throw new StoaError('invalid_data', `${thing} needs a value for ${error.column}.`, options)
    case NUMERIC_OUT_OF_RANGE:
      throw new StoaError('invalid_data', 'A number is too large to be stored.', options)
    case INVALID_ESCAPE_SEQUENCE:
    case INVALID_REGULAR_EXPRESSION:
      throw new StoaError('invalid_data', `The pattern cannot be searched for: ${error.message}.`, options)
    default:
      throw explainLostRace(error) ?? error
  }
}

const isPostgresError = (error: unknown): error is PostgresError =>
  error instanceof Error && typeof (error as PostgresError).code === 'string' && 'severity' in error

const sentence = (table: string) => {
  const words = table.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
