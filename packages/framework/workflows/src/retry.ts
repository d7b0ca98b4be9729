import { isLostRace, StoaError } from '@stoa/kernel'
import { isTimeout } from './errors.ts'

/** How a step is tried again. */
export interface RetryOptions {
  /** How often it is tried at most, the first time included. */
  attempts: number
  /** Seconds before the second attempt. Default: 1. */
  delay?: number
  /** By how much the delay grows each time. Default: 2. */
  factor?: number
  /** The longest delay, in seconds. Default: 3600. */
  max_delay?: number
  /**
   * Whether an error is worth another attempt. Default: {@link isWorthRetrying}, which is every error but those that say
   * the request itself was wrong.
   */
  when?: (error: unknown) => boolean
}

/** {@link RetryOptions} with everything in it. */
export type RetryPolicy = Required<RetryOptions>

/** Whether it is an error that may be gone next time: any but a StoaError that refuses what was asked. */
export function isWorthRetrying(error: unknown): boolean {
  return !StoaError.is(error) || error.type === 'unexpected_state' || isTimeout(error) || isLostRace(error)
}

/**
 * Fills in what was left out.
 *
 * @throws StoaError `invalid_data` for numbers that make no sense
 */
export function retryPolicy(options: number | RetryOptions = 1): RetryPolicy {
  const given = typeof options === 'number' ? { attempts: options } : options
  const policy = { delay: 1, factor: 2, max_delay: 3600, when: isWorthRetrying, ...given }
  const { attempts, delay, factor, max_delay } = policy
  if (!(Number.isInteger(attempts) && attempts >= 1))
    throw invalid('attempts', attempts, 'a whole number from 1')
  if (!(delay >= 0 && Number.isFinite(delay))) throw invalid('delay', delay, 'seconds, from 0')
  if (!(factor >= 1 && Number.isFinite(factor))) throw invalid('factor', factor, 'a number from 1')
  if (!(max_delay >= 0 && Number.isFinite(max_delay)))
    throw invalid('max_delay', max_delay, 'seconds, from 0')
  return policy
}

const invalid = (name: string, value: unknown, what: string) =>
  new StoaError('invalid_data', `The retry of a step needs ${what} as ${name}; ${value} is not.`)

/** Seconds between an attempt that failed, counted from 1, and the next. */
export function delayAfter(attempt: number, { delay, factor, max_delay }: RetryPolicy): number {
  return delay && Math.min(delay * factor ** (attempt - 1), max_delay)
}
