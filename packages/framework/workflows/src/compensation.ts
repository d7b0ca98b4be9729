import type { StoredStep } from './execution.ts'
import type { FinishedStep } from './finished-step.ts'
import { Interruption, UndoFailed } from './interruption.ts'
import type { Journal } from './journal.ts'
import type { Steps } from './steps.ts'

/** Runs something as part of a step: an external one's outside, a local one's inside a transaction. */
export type Within = <Result>(step: string, external: boolean, work: () => Promise<Result>) => Promise<Result>

/** What has been done and can be taken back, in the order in which it was begun. */
export class Compensation {
  readonly #journal: Journal
  readonly #steps: Steps
  readonly #stored: ReadonlyMap<string, StoredStep>
  readonly #within: Within
  readonly #finished: FinishedStep[] = []

  constructor(journal: Journal, steps: Steps, stored: ReadonlyMap<string, StoredStep>, within: Within) {
    this.#journal = journal
    this.#steps = steps
    this.#stored = stored
    this.#within = within
  }

  /** How much there is to be taken back. */
  get length(): number {
    return this.#finished.length
  }

  /** In place of what is known of the step so far. */
  remember(name: string, step: FinishedStep | undefined): void {
    const known = this.#finished.findIndex((other) => other.name === name)
    if (known >= 0) this.#finished.splice(known, 1)
    if (step) this.#finished.push(step)
  }

  /** Takes steps back, the last first, down to the one at this place. */
  async takeBack(from: number, reason: unknown): Promise<void> {
    for (const { name, external, undos } of this.#finished.splice(from).reverse()) {
      if (this.#stored.get(name)?.status === 'compensated') continue
      try {
        await this.#within(name, external, async () => {
          for (const undo of undos) await undo()
          await this.#journal.require(this.#steps.compensated(this.#journal.execution, name))
        })
      } catch (error) {
        throw this.#journal.halt(error instanceof Interruption ? error : new UndoFailed(name, reason, error))
      }
    }
  }
}
