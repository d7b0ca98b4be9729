import { setImmediate as turn } from 'node:timers/promises'
import type { StoredStep } from './execution.ts'

/**
 * Gives a function that runs again what its steps gave, in the order in which they ended: where several are under way at
 * once, what was first is first again. Nothing new begins before that is over.
 */
export class Replay {
  readonly #ended: ReadonlyMap<string, number>
  readonly #waiting = new Map<string, () => void>()
  #turning = false

  constructor(steps: readonly StoredStep[]) {
    this.#ended = new Map(steps.flatMap(({ name, ended }) => (ended === null ? [] : [[name, ended]])))
  }

  /** Waits for a step's turn to be given again. */
  async turnOf(step: string): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#waiting.set(step, resolve)
    void this.#turn()
    await promise
  }

  /** Waits until everything that is asked for has been given. */
  async over(): Promise<void> {
    if (this.#ended.size === 0) return
    do await turn()
    while (this.#waiting.size > 0)
  }

  /** One at a time: what the function does next may ask for a step that ended before the others. */
  async #turn(): Promise<void> {
    if (this.#turning) return
    this.#turning = true
    while (this.#waiting.size > 0) {
      await turn()
      const [first] = [...this.#waiting].sort(([a], [b]) => this.#of(a) - this.#of(b))
      if (!first) break
      this.#waiting.delete(first[0])
      first[1]()
    }
    this.#turning = false
  }

  #of(step: string): number {
    return this.#ended.get(step) ?? 0
  }
}
