import { setTimeout as sleep } from 'node:timers/promises'
import { Canceled } from './errors.ts'
import type { StoredStep } from './execution.ts'
import type { Executions } from './executions.ts'
import { Interruption, LeaseLost, Parked } from './interruption.ts'
import type { Owned, Steps } from './steps.ts'

/** The longest time in seconds for which a host keeps an execution that does nothing. */
const PATIENCE = 5

/**
 * Where an execution's function is held: at steps that wait for something outside, sleep, or are to be tried again. Once
 * nothing else of it is under way it is given up, if it is for long, and any host goes on with it when the time has come.
 */
export class Pauses {
  readonly #execution: Owned
  readonly #executions: Executions
  readonly #steps: Steps
  readonly #ending: AbortSignal
  readonly #held = new Map<string, (step: StoredStep) => void>()
  readonly #given = Promise.withResolvers<never>()
  #busy = 0
  #settling = false
  #over = false

  /** @param ending aborted when this host wants to end, and so keeps nothing that rests */
  constructor(execution: Owned, executions: Executions, steps: Steps, ending: AbortSignal) {
    this.#execution = execution
    this.#executions = executions
    this.#steps = steps
    this.#ending = ending
    this.#given.promise.catch(() => undefined)
  }

  /** Rejects when this host does not go on with the execution while its function is held; it stays where it is. */
  get givenUp(): Promise<never> {
    return this.#given.promise
  }

  /** For everything the function does: as long as it goes on, the execution is not given up. */
  async busy<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#busy += 1
    try {
      return await work()
    } finally {
      this.#busy -= 1
      this.#settle()
    }
  }

  /** Holds a recorded step, inside {@link busy}, until it is due or no longer intended. */
  hold(step: string): Promise<StoredStep> {
    const { promise, resolve } = Promise.withResolvers<StoredStep>()
    this.#held.set(step, resolve)
    this.#busy -= 1
    this.#settle()
    return promise
  }

  /** The function has come to its end: nothing is given up any more. */
  end(): void {
    this.#over = true
  }

  /** Once the function has had its turn: what ended may be followed by a next step. */
  #settle(): void {
    if (!this.#idle || this.#settling) return
    this.#settling = true
    setImmediate(async () => {
      try {
        await this.#wait()
      } catch (error) {
        this.#given.reject(
          error instanceof Interruption || error instanceof Canceled
            ? error
            : new Interruption(`Execution ${this.#execution.id} was interrupted. It goes on later.`, {
                cause: error,
              }),
        )
        return
      }
      this.#settling = false
      this.#settle()
    })
  }

  async #wait(): Promise<void> {
    const { id, owner } = this.#execution
    while (this.#idle) {
      const names = [...this.#held.keys()]
      const seen = await this.#steps.look(this.#execution, names)
      if (!seen) throw new LeaseLost(id)
      if (seen.canceled) throw new Canceled(id)
      if (this.#release(seen.steps) || !this.#idle) return
      const soonest = Math.min(...seen.steps.map(({ due_in }) => due_in ?? Number.POSITIVE_INFINITY))
      if (soonest <= PATIENCE && !this.#ending.aborted) await this.#rest(soonest)
      else if (await this.#executions.park(id, owner, names, seen.signals)) throw new Parked(id)
    }
  }

  async #rest(seconds: number): Promise<void> {
    await sleep(Math.max(seconds, 0) * 1000 + 1, undefined, { signal: this.#ending }).catch(() => undefined)
  }

  get #idle(): boolean {
    return this.#busy === 0 && this.#held.size > 0 && !this.#over
  }

  #release(steps: readonly StoredStep[]): boolean {
    const ready = steps.filter(({ status, due }) => due || status !== 'intended')
    for (const step of ready) {
      const go = this.#held.get(step.name)
      this.#held.delete(step.name)
      this.#busy += 1
      go?.(step)
    }
    return ready.length > 0
  }
}
