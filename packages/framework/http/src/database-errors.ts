import { explainLostRace, StoaError } from '@stoa/kernel'

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const UNFIT_VALUES: Record<string, string> = {
  '22003': 'A number is too large.',
  '22007': 'A date or time is not valid.',
  '22008': 'A date or time is out of range.',
  '22021': 'A text contains characters that cannot be stored.',
  '22025': 'A search pattern ends in an escape character.',
  '22P02': 'A value does not have the type of the field it is compared with or stored in.',
  '22P05': 'A text contains characters that cannot be stored.',
  '2201B': 'A regular expression is not valid.',
}

const UNAVAILABLE = new Set([
  '57014', // query_canceled, which is also what a statement timeout is
  '25P03', // idle_in_transaction_session_timeout
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now
  '53000', // insufficient_resources
  '53100', // disk_full
  '53200', // out_of_memory
  '53300', // too_many_connections
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
])

/** What went wrong in the database, in words for the caller; `undefined` if it is none of the caller's business. */
export function explainDatabaseError(error: unknown): StoaError | 'unavailable' | undefined {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth++) {
    const { code } = cause as { code?: unknown }
    if (typeof code !== 'string') continue
    if (UNAVAILABLE.has(code) || code.startsWith('08')) return 'unavailable'
    if (!('severity' in cause)) continue
    const unfit = UNFIT_VALUES[code]
    if (unfit)
      return new StoaError('invalid_data', `${unfit} Check the values of the request.`, { cause: error })
  }
  return explainLostRace(error)
}
