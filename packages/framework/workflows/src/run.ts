import { type Container, Database, StoaError } from '@stoa/kernel'
import { Attempts, type Call } from './attempts.ts'
import { Compensation, type Within } from './compensation.ts'
import type { Workflow } from './definition.ts'
import { Canceled } from './errors.ts'
import type { StoredStep } from './execution.ts'
import type { Executions } from './executions.ts'
import { type Failure, fromFailure, toFailure } from './failure.ts'
import { Interruption, LeaseLost, UndoFailed, Unwinding } from './interruption.ts'
import { Journal } from './journal.ts'
import { checkName } from './names.ts'
import { Pauses } from './pauses.ts'
import { Replay } from './replay.ts'
import { scopes } from './scope.ts'
import type { Signals } from './signals.ts'
import type { Step } from './step.ts'
import type { Owned, Steps } from './steps.ts'
import { fromJson, toJson } from './stored.ts'
import { Waits } from './waits.ts'

/** Where executions, their steps and signals are recorded. */
export interface Records {
  executions: Executions
  steps: Steps
  signals: Signals
}

/** One execution, as long as this process works on it. */
export class Run {
  readonly id: string
  readonly #container: Container
  readonly #database: Database
  readonly #executions: Executions
  readonly #stored: ReadonlyMap<string, StoredStep>
  readonly #unwinding: boolean
  readonly #names = new Set<string>()
  readonly #journal: Journal
  readonly #pauses: Pauses
  readonly #replay: Replay
  readonly #compensation: Compensation
  readonly #attempts: Attempts
  readonly #waits: Waits

  /**
   * @param execution its steps are what is recorded from before a crash; `unwinding` is whether it is being undone: then
   *   nothing new is begun
   * @param ending aborted when this host wants to end
   */
  constructor(
    container: Container,
    { executions, steps, signals }: Records,
    execution: Owned & { steps: readonly StoredStep[]; unwinding: boolean },
    ending: AbortSignal,
  ) {
    const { id, owner } = execution
    this.id = id
    this.#container = container
    this.#database = container.resolve(Database)
    this.#executions = executions
    this.#stored = new Map(execution.steps.map((step) => [step.name, step]))
    this.#unwinding = execution.unwinding
    const journal = new Journal({ id, owner }, executions)
    const pauses = new Pauses({ id, owner }, executions, steps, ending)
    const within: Within = (step, external, work) => this.#within(step, external, work)
    const compensation = new Compensation(journal, steps, this.#stored, within)
    this.#journal = journal
    this.#pauses = pauses
    this.#replay = new Replay(execution.steps)
    this.#compensation = compensation
    this.#attempts = new Attempts({ journal, steps, pauses, compensation, within })
    this.#waits = new Waits(journal, steps, signals, pauses)
  }

  /** Another host goes on with it. What is under way here will not be recorded. */
  interrupt(): void {
    this.#journal.halt(new LeaseLost(this.id))
  }

  /**
   * Runs a workflow's function as part of this execution, and takes its steps back if it fails.
   *
   * @param prefix set before the names of its steps; empty for the workflow the execution is of
   */
  async perform(workflow: Workflow, input: any, prefix: string): Promise<any> {
    const from = this.#compensation.length
    try {
      const context = {
        step: this.#stepOf(workflow, input, prefix),
        container: this.#container,
        execution_id: this.id,
      }
      const working = workflow.work(input, context)
      const result = await (prefix === '' ? this.#unlessGivenUp(working) : working)
      this.#journal.refuseStopped()
      if (this.#unwinding && prefix === '') throw new Unwinding()
      return fromJson(toJson(result))
    } catch (error) {
      throw await this.#pauses.busy(() => this.#takeBack(error, from, prefix === ''))
    }
  }

  /**
   * Takes back everything it did, though its function came to its end: it was canceled in the last moment.
   *
   * @returns why it ended
   */
  cancel(): Promise<unknown> {
    return this.#takeBack(this.#journal.halt(new Canceled(this.id)), 0, true)
  }

  /** The function of an execution that was given up is left where it is held. */
  #unlessGivenUp<Result>(working: Promise<Result>): Promise<Result> {
    const givenUp = this.#pauses.givenUp.catch((reason) => {
      throw this.#journal.halt(reason)
    })
    return Promise.race([working, givenUp]).finally(() => this.#pauses.end())
  }

  /** @returns why it ended, once its steps are taken back */
  async #takeBack(error: unknown, from: number, outermost: boolean): Promise<unknown> {
    const reason = this.#journal.stop ?? error
    if (reason instanceof Interruption) return reason
    if (outermost && !this.#unwinding) await this.#announce(reason)
    if (reason instanceof UndoFailed) return reason
    await this.#compensation.takeBack(from, reason)
    return reason
  }

  #announce(reason: unknown): Promise<void> {
    const failure = toFailure(reason instanceof UndoFailed ? reason.reason : reason)
    const { id, owner } = this.#journal.execution
    return this.#journal.write(() => this.#executions.compensating(id, owner, failure))
  }

  #stepOf(workflow: Workflow, input: any, prefix: string): Step {
    const step = (name: string, work: Call['work'], options: Call['options'] = {}) =>
      this.#once(prefix + name, (full, stored) => {
        const context = {
          input,
          container: this.#container,
          execution_id: this.id,
          idempotency_key: `${this.id}/${full}`,
        }
        const call: Call = { name: full, work, context, hooks: workflow.hooks(name), options }
        if (stored && stored.status !== 'intended') return this.#again(call, stored)
        if (this.#unwinding) {
          if (stored?.kind === 'external') this.#attempts.remember(call, undefined)
          throw new Unwinding()
        }
        return this.#attempts.make(call, stored)
      })
    const waiting = (name: string, wait: (full: string, stored: StoredStep | undefined) => Promise<any>) =>
      this.#once(prefix + name, (full, stored) => {
        refuseHooks(workflow, name)
        if (this.#unwinding && (!stored || stored.ended === null)) throw new Unwinding()
        return wait(full, stored)
      })
    return Object.assign(step as Step, {
      waitFor: (name: string, options: Parameters<Step['waitFor']>[1] = {}) =>
        waiting(name, (full, stored) => {
          refuseUnheard(workflow, options.event)
          return this.#waits.waitFor(full, options, stored)
        }),
      sleep: (name: string, until: number | Date) =>
        waiting(name, (full, stored) => this.#waits.sleep(full, until, stored)),
    })
  }

  #once(name: string, work: (name: string, stored: StoredStep | undefined) => Promise<any>): Promise<any> {
    return this.#pauses.busy(async () => {
      this.#journal.refuseStopped()
      this.#check(name)
      const stored = this.#stored.get(name)
      await (stored && stored.ended !== null ? this.#replay.turnOf(name) : this.#replay.over())
      this.#journal.refuseStopped()
      return work(name, stored)
    })
  }

  #check(name: string): void {
    const outer = scopes.getStore()?.step
    if (outer) {
      throw new StoaError(
        'not_allowed',
        `Step "${name}" was called inside step "${outer.name}". Call it from the workflow's function.`,
      )
    }
    if (this.#database.inTransaction) {
      throw new StoaError(
        'not_allowed',
        `Step "${name}" was called inside a transaction. A step opens its own: call it outside.`,
      )
    }
    checkName('name of a step', name)
    if (this.#names.has(name)) {
      throw new StoaError(
        'invalid_data',
        `Two steps of one execution are named "${name}". Put what tells them apart into their names.`,
      )
    }
    this.#names.add(name)
  }

  #again(call: Call, stored: StoredStep): any {
    if (stored.status === 'done' || stored.kind === 'external') this.#attempts.remember(call, stored.result)
    if (stored.status === 'failed') throw fromFailure(stored.error as Failure)
    return stored.result
  }

  #within<Result>(name: string, external: boolean, work: () => Promise<Result>): Promise<Result> {
    const scope = { run: this, prefix: '', keys: scopes.getStore()?.keys ?? new Set<string>() }
    return scopes.run({ ...scope, step: { name, external } }, () =>
      external ? work() : this.#database.transaction(work),
    )
  }
}

function refuseHooks(workflow: Workflow, step: string): void {
  const { before, after } = workflow.hooks(step)
  if (before.length + after.length === 0) return
  throw new StoaError(
    'not_allowed',
    `Step "${step}" of ${workflow.name} only waits. Hook into the one after it.`,
  )
}

function refuseUnheard(workflow: Workflow, event: string | undefined): void {
  if (event === undefined || workflow.events.includes(event)) return
  throw new StoaError(
    'invalid_data',
    `Workflow ${workflow.name} waits for ${event}, of which no host tells it. Add it to the events of its definition.`,
  )
}
