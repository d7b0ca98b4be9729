import { setMaxListeners } from 'node:events'
import { type Container, type Log, withLogFields } from '@stoa/kernel'
import type { Workflow } from './definition.ts'
import type { Definitions } from './definitions.ts'
import { Canceled } from './errors.ts'
import type { Claim } from './execution.ts'
import { type Failure, fromFailure, toFailure } from './failure.ts'
import { Interruption, UndoFailed } from './interruption.ts'
import { Lease } from './lease.ts'
import { type Records, Run } from './run.ts'
import { scopes } from './scope.ts'
import { toJson } from './stored.ts'

const UNDO_ATTEMPTS = 12
const LONGEST_POSTPONEMENT = 3600

/** What a runner has to know of an execution. */
export type Running = Pick<Claim, 'id' | 'owner' | 'steps' | 'error' | 'canceled' | 'attempts'>

/** Works on the executions this host has. */
export class Runner {
  readonly #container: Container
  readonly #records: Records
  readonly #definitions: Definitions
  readonly #log: Log
  readonly #running = new Map<string, Promise<unknown>>()
  readonly #ending = new AbortController()

  constructor(container: Container, records: Records, definitions: Definitions, log: Log) {
    this.#container = container
    this.#records = records
    this.#definitions = definitions
    this.#log = log
    // As many listen as there are executions.
    setMaxListeners(0, this.#ending.signal)
  }

  /** What becomes of an execution that this host works on; undefined if it does not. */
  here(id: string): Promise<unknown> | undefined {
    return this.#running.get(id)
  }

  /** Works on an execution that was taken over. See {@link run}. */
  continue(claim: Claim): Promise<any> {
    const workflow = this.#definitions.get(claim.workflow, claim.version) as Workflow
    const keys = new Set(claim.key === null ? [] : [`${claim.workflow} ${claim.key}`])
    return this.run(workflow, claim.input, keys, claim)
  }

  /**
   * Works on an execution.
   *
   * @param keys of the executions that wait for it, and its own
   * @returns its result
   * @throws what it failed with, or an {@link Interruption} if it goes on elsewhere or later
   */
  async run(workflow: Workflow, input: any, keys: ReadonlySet<string>, execution: Running): Promise<any> {
    const working = withLogFields({ execution_id: execution.id }, () =>
      this.#perform(workflow, input, keys, execution),
    )
    this.#running.set(execution.id, working)
    try {
      return await working
    } finally {
      if (this.#running.get(execution.id) === working) this.#running.delete(execution.id)
    }
  }

  /** Waits for everything this host works on. What only rests is left to others. */
  async end(): Promise<void> {
    this.#ending.abort()
    while (this.#running.size > 0) await Promise.allSettled(this.#running.values())
  }

  async #perform(
    workflow: Workflow,
    input: any,
    keys: ReadonlySet<string>,
    execution: Running,
  ): Promise<any> {
    const { id, owner, steps } = execution
    const earlier = await this.#reasonToUndo(execution)
    const run = new Run(
      this.#container,
      this.#records,
      { id, owner, steps, unwinding: earlier !== null },
      this.#ending.signal,
    )
    const renew = () => this.#records.executions.renew(id, owner, workflow.lease)
    const lease = new Lease(workflow.lease, renew, () => run.interrupt(), this.#log)
    try {
      const outcome = await scopes
        .run({ run, prefix: '', keys }, () => run.perform(workflow, input, ''))
        .then(
          (result) => this.#succeed(run, owner, result),
          (error: unknown) => ({ error }),
        )
      if (!('error' in outcome)) return outcome.result
      if (outcome.error instanceof Interruption) throw outcome.error
      throw await this.#fail(workflow, execution, earlier, outcome.error)
    } finally {
      lease.end()
    }
  }

  /** Unless somebody wanted it stopped before this was recorded: then it is taken back. */
  async #succeed(run: Run, owner: string, result: any): Promise<{ result: any } | { error: unknown }> {
    try {
      await this.#records.executions.finish(run.id, owner, 'succeeded', toJson(result), null)
      return { result }
    } catch (error) {
      if (error instanceof Canceled) return { error: await run.cancel().catch((failure: unknown) => failure) }
      if (error instanceof Interruption) return { error }
      return {
        error: new Interruption(`The end of execution ${run.id} could not be recorded.`, { cause: error }),
      }
    }
  }

  /** Why an execution is undone; one that somebody wants stopped is from now on. */
  async #reasonToUndo({ id, owner, error, canceled }: Running): Promise<Failure | null> {
    if (error || !canceled) return error
    const reason = toFailure(new Canceled(id))
    await this.#records.executions.compensating(id, owner, reason)
    return reason
  }

  /** @returns the error for the caller */
  async #fail(
    workflow: Workflow,
    { id, owner, attempts }: Running,
    earlier: Failure | null,
    error: unknown,
  ): Promise<unknown> {
    const { executions } = this.#records
    const undoFailed = error instanceof UndoFailed
    const reason = earlier ? fromFailure(earlier) : undoFailed ? error.reason : error
    if (!undoFailed) {
      await executions.finish(id, owner, 'failed', null, toFailure(reason))
      return reason
    }
    const givenUp = attempts + 1 >= UNDO_ATTEMPTS
    this.#log(`${error.message} ${givenUp ? 'Somebody has to look at it.' : 'It is tried again.'}`, {
      error: error.cause,
      workflow: workflow.name,
      execution_id: id,
    })
    if (givenUp) await executions.finish(id, owner, 'compensation_failed', null, toFailure(reason))
    else await executions.postpone(id, owner, Math.min(2 ** attempts, LONGEST_POSTPONEMENT))
    return reason
  }
}
