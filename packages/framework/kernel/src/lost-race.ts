import { setTimeout as sleep } from 'node:timers/promises'
import { StoaError } from './errors.ts'

/** Why PostgreSQL undid a transaction that may be run again. */
export type LostRaceReason = 'deadlock' | 'serialization_failure'

/** A transaction that lost against another, which changed the same rows in another order. */
export interface LostRace {
  reason: LostRaceReason
  /** How often it has been run. */
  attempt: number
  /** `run_again` if it is, `given_up` if that was its last attempt. */
  outcome: 'run_again' | 'given_up'
  error: unknown
}

/** Hears of every {@link LostRace}; for metrics and logs. */
export type LostRaceListener = (race: LostRace) => void

/**
 * https://www.postgresql.org/docs/current/errcodes-appendix.html. In both cases PostgreSQL has undone all of the transaction,
 * and waiting in the same order again may well succeed.
 */
const REASONS: Readonly<Record<string, LostRaceReason>> = {
  '40001': 'serialization_failure',
  '40P01': 'deadlock',
}

/** Whoever sets a `lock_timeout` or says `nowait` wants to hear of it, so this is not tried again. */
const LOCK_NOT_AVAILABLE = '55P03'

/** How often a transaction is run at most. */
const ATTEMPTS = 4
/** The longest pause before the second attempt, in milliseconds; four times as long for each further one. */
const FIRST_PAUSE = 25

/** How far errors are followed to their cause. */
const DEPTH = 5

/** Whether an error says that PostgreSQL undid a transaction that may be run again. */
export function isLostRace(error: unknown): boolean {
  return reasonOf(error) !== undefined
}

/** A race that was lost for good, in words for the caller; undefined for any other error. */
export function explainLostRace(error: unknown): StoaError | undefined {
  const code = codeOf(error, (each) => each in REASONS || each === LOCK_NOT_AVAILABLE)
  if (code === undefined) return undefined
  const message = 'Another request changed the same things at the same time. Try again.'
  return new StoaError('conflict', message, { code, cause: error })
}

/**
 * Runs something that is a transaction, again if it lost a race. Whoever lost pauses for a random time, so that two that
 * lost against each other do not meet again.
 *
 * @param attempts how often at most. Default: 4
 */
export async function untilWon<Result>(
  transaction: () => Promise<Result>,
  listeners: ReadonlySet<LostRaceListener>,
  attempts = ATTEMPTS,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction()
    } catch (error) {
      const reason = reasonOf(error)
      if (reason === undefined) throw error
      const outcome = attempt < attempts ? 'run_again' : 'given_up'
      for (const listener of listeners) listener({ reason, attempt, outcome, error })
      if (outcome === 'given_up') throw error
      await sleep(Math.random() * FIRST_PAUSE * 4 ** (attempt - 1))
    }
  }
}

function reasonOf(error: unknown): LostRaceReason | undefined {
  const code = codeOf(error, (each) => each in REASONS)
  return code === undefined ? undefined : REASONS[code]
}

/** The first code that fits, of an error or its causes: the ORM wraps what the driver throws, and callers may, too. */
function codeOf(error: unknown, fits: (code: string) => boolean): string | undefined {
  for (
    let cause = error, depth = 0;
    cause instanceof Error && depth < DEPTH;
    cause = cause.cause, depth += 1
  ) {
    const { code } = cause as { code?: unknown }
    if (typeof code === 'string' && fits(code)) return code
  }
  return undefined
}
