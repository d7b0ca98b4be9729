import { StoaError } from '@stoa/kernel'
import { timedOut } from './errors.ts'
import type { StoredStep } from './execution.ts'
import { type Failure, fromFailure, toFailure } from './failure.ts'
import type { Journal } from './journal.ts'
import type { Pauses } from './pauses.ts'
import { addressOf, type Signals } from './signals.ts'
import type { WaitOptions } from './step.ts'
import type { Steps } from './steps.ts'

/** PostgreSQL knows later moments, but nobody means them. */
const LONGEST = 100 * 365 * 24 * 60 * 60

/** What `jsonb` refuses: NUL and half of a surrogate pair. */
const UNSTORABLE = /\\u(0000|d[89a-f])/i

/** Steps that only wait. */
export class Waits {
  readonly #journal: Journal
  readonly #steps: Steps
  readonly #signals: Signals
  readonly #pauses: Pauses

  constructor(journal: Journal, steps: Steps, signals: Signals, pauses: Pauses) {
    this.#journal = journal
    this.#steps = steps
    this.#signals = signals
    this.#pauses = pauses
  }

  /** @throws StoaError `invalid_data` for something nobody can wait for */
  async waitFor(
    name: string,
    { event, subject, match, timeout }: WaitOptions,
    stored: StoredStep | undefined,
  ): Promise<any> {
    if (event === undefined ? subject !== undefined || match !== undefined : subject === undefined) {
      throw new StoaError(
        'invalid_data',
        `Step "${name}" must say of which event, and about what, it waits for.`,
      )
    }
    if (timeout !== undefined) checkSeconds(name, timeout)
    if (match !== undefined && UNSTORABLE.test(JSON.stringify(match))) {
      throw new StoaError('invalid_data', `Step "${name}" waits for text that PostgreSQL cannot hold.`)
    }
    const address = event === undefined ? null : addressOf(event, subject as string)
    const wait = { address, match, timeout: timeout ?? null }
    const first = stored ?? (await this.#journal.write(() => this.#await(name, wait)))
    const what = address === null ? 'an answer' : address
    return this.#ended(
      name,
      first,
      toFailure(timedOut(name, `waited ${timeout} seconds for ${what} in vain`)),
    )
  }

  async sleep(name: string, until: number | Date, stored: StoredStep | undefined): Promise<void> {
    if (typeof until === 'number') checkSeconds(name, until)
    else if (Number.isNaN(until.getTime()))
      throw new StoaError('invalid_data', `Step "${name}" sleeps until no date.`)
    if (!stored) {
      await this.#journal.write(() =>
        this.#journal.require(this.#steps.sleep(this.#journal.execution, name, until)),
      )
    }
    await this.#ended(name, stored ?? (await this.#pauses.hold(name)), null)
  }

  /** @param late the error with which it ends when its time is over; a sleep has none */
  async #ended(name: string, first: StoredStep, late: Failure | null): Promise<any> {
    let step = first
    while (step.status === 'intended' || step.ended === null) {
      const isOver = step.status === 'intended' && step.due && (await this.#over(name, late))
      step = isOver
        ? { ...step, status: late ? 'failed' : 'done', error: late, ended: 0 }
        : await this.#pauses.hold(name)
    }
    if (step.status === 'failed') throw fromFailure(step.error as Failure)
    return step.result
  }

  /** @returns false if what it waited for has come at the last moment */
  #over(name: string, late: Failure | null): Promise<boolean> {
    const { execution } = this.#journal
    return this.#journal.write(() => this.#journal.inTurn(() => this.#steps.over(execution, name, late)))
  }

  async #await(name: string, wait: Parameters<Signals['await']>[2]): Promise<StoredStep> {
    const recorded = this.#signals.await(this.#journal.execution, name, wait)
    await this.#journal.require(recorded.then(Boolean))
    return (await recorded) as StoredStep
  }
}

function checkSeconds(name: string, seconds: number): void {
  if (seconds >= 0 && seconds <= LONGEST) return
  throw new StoaError('invalid_data', `Step "${name}" must wait some seconds, from 0; ${seconds} is not.`)
}
