import { Canceled } from './errors.ts'
import type { Executions } from './executions.ts'
import { Interruption, LeaseLost, type UndoFailed } from './interruption.ts'
import { Queue } from './queue.ts'
import type { Owned } from './steps.ts'

/** Why nothing of an execution is begun here any more. */
export type Stop = Interruption | UndoFailed | Canceled

/** What a host has the right to write down about an execution, and whether it still may. */
export class Journal {
  readonly execution: Owned
  readonly #executions: Executions
  readonly #aborting = new AbortController()
  readonly #ends = new Queue()
  #stop: Stop | undefined

  constructor(execution: Owned, executions: Executions) {
    this.execution = execution
    this.#executions = executions
  }

  get stop(): Stop | undefined {
    return this.#stop
  }

  /** @throws why nothing is begun here any more */
  refuseStopped(): void {
    if (this.#stop) throw this.#stop
  }

  /** Aborted once another host has the execution. */
  get signal(): AbortSignal {
    return this.#aborting.signal
  }

  /** From here on nothing is begun any more, also where the workflow's function catches errors. */
  halt(reason: Stop): Stop {
    this.#stop ??= reason
    if (reason instanceof LeaseLost) this.#aborting.abort(reason)
    return this.#stop
  }

  /** Whether an error is no failure of a step, but the end of this host's work on the execution. */
  ends(error: unknown): error is Interruption | Canceled {
    return (
      error instanceof Interruption || (error instanceof Canceled && error.execution_id === this.execution.id)
    )
  }

  /** @throws what keeps this host from writing, if it could not */
  async require(recorded: Promise<boolean>): Promise<void> {
    if (!(await recorded)) throw await this.#executions.refusal(this.execution.id, this.execution.owner)
  }

  /**
   * For what records the end of a step: the function hears of ends in the order in which they are recorded, so that it does
   * again when it runs again.
   *
   * @returns what lets the next one in
   */
  enter(): Promise<() => void> {
    return this.#ends.enter()
  }

  /** As {@link enter}, around something. */
  async inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const leave = await this.enter()
    try {
      return await work()
    } finally {
      leave()
    }
  }

  /** Writes something down. If that is not possible, nothing more is done here; the execution is taken up again later. */
  async write<Result>(record: () => Promise<Result>): Promise<Result> {
    try {
      return await record()
    } catch (error) {
      throw this.halt(
        this.ends(error)
          ? error
          : new Interruption(`Execution ${this.execution.id} was interrupted. It goes on later.`, {
              cause: error,
            }),
      )
    }
  }
}
