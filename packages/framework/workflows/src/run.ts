import { type Container, Database, StoaError } from '@stoa/kernel'
import type { Hook, HookContext, Step, StepContext, StepOptions, Workflow } from './definition.ts'
import type { ExecutionStep } from './execution.ts'
import type { Executions } from './executions.ts'
import { type Failure, fromFailure, toFailure } from './failure.ts'
import { type FinishedStep, finishedStep } from './finished-step.ts'
import { Interruption, LeaseLost, UndoFailed, Unwinding } from './interruption.ts'
import { scopes } from './scope.ts'
import { fromJson, toJson } from './stored.ts'

type Work = (context: StepContext) => unknown

/** One call of a step. */
interface Call {
  name: string
  work: Work
  context: HookContext
  hooks: { before: readonly Hook[]; after: readonly Hook[] }
  options: StepOptions<any>
}

/** One execution, as long as this process works on it. */
export class Run {
  readonly id: string
  readonly #owner: string
  readonly #container: Container
  readonly #database: Database
  readonly #executions: Executions
  readonly #stored: ReadonlyMap<string, ExecutionStep>
  readonly #unwinding: boolean
  readonly #names = new Set<string>()
  readonly #finished: FinishedStep[] = []
  #stop: Interruption | UndoFailed | undefined

  /**
   * @param steps what is recorded from before a crash
   * @param unwinding whether the execution is being undone: then nothing new is begun
   */
  constructor(
    container: Container,
    executions: Executions,
    execution: { id: string; owner: string; steps: readonly ExecutionStep[]; unwinding: boolean },
  ) {
    this.id = execution.id
    this.#owner = execution.owner
    this.#container = container
    this.#database = container.resolve(Database)
    this.#executions = executions
    this.#stored = new Map(execution.steps.map((step) => [step.name, step]))
    this.#unwinding = execution.unwinding
  }

  /** Another host goes on with it. What is under way here will not be recorded. */
  interrupt(): void {
    this.#stop ??= new LeaseLost(this.id)
  }

  /**
   * Runs a workflow's function as part of this execution, and takes its steps back if it fails.
   *
   * @param prefix set before the names of its steps; empty for the workflow the execution is of
   */
  async perform(workflow: Workflow, input: any, prefix: string): Promise<any> {
    const from = this.#finished.length
    try {
      const context = {
        step: this.#stepOf(workflow, input, prefix),
        container: this.#container,
        execution_id: this.id,
      }
      const result = fromJson(toJson(await workflow.work(input, context)))
      if (this.#stop) throw this.#stop
      if (this.#unwinding && prefix === '') throw new Unwinding()
      return result
    } catch (error) {
      const reason = this.#stop ?? error
      if (reason instanceof Interruption) throw reason
      if (prefix === '' && !this.#unwinding) await this.#announce(reason)
      if (reason instanceof UndoFailed) throw reason
      await this.#compensate(from, reason)
      throw reason
    }
  }

  #announce(reason: unknown): Promise<void> {
    const failure = toFailure(reason instanceof UndoFailed ? reason.reason : reason)
    return this.#record(() => this.#executions.compensating(this.id, this.#owner, failure))
  }

  #stepOf(workflow: Workflow, input: any, prefix: string): Step {
    return async (name, work, options = {}) => {
      const full = prefix + name
      this.#check(full)
      const context = {
        input,
        container: this.#container,
        execution_id: this.id,
        idempotency_key: `${this.id}/${full}`,
      }
      const call: Call = { name: full, work, context, hooks: workflow.hooks(name), options }
      const stored = this.#stored.get(full)
      if (stored && stored.status !== 'intended') return this.#replay(call, stored)
      if (this.#unwinding) {
        if (stored) this.#remember(call, undefined)
        throw new Unwinding()
      }
      return options.external ? this.#external(call, stored !== undefined) : this.#local(call)
    }
  }

  #check(name: string): void {
    if (this.#stop) throw this.#stop
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
    if (this.#names.has(name)) {
      throw new StoaError(
        'invalid_data',
        `Two steps of one execution are named "${name}". Put what tells them apart into their names.`,
      )
    }
    this.#names.add(name)
  }

  #replay(call: Call, stored: ExecutionStep): any {
    if (stored.status === 'done' || stored.kind === 'external') this.#remember(call, stored.result)
    if (stored.status === 'failed') throw fromFailure(stored.error as Failure)
    return stored.result
  }

  /** Effects, hooks and record are one transaction. */
  async #local(call: Call): Promise<any> {
    try {
      const result = await this.#transaction(call.name, async () => {
        await callHooks(call.hooks.before, call.context)
        const json = toJson(await call.work(stepContext(call)))
        const given = fromJson(json)
        await callHooks(call.hooks.after, { ...call.context, result: given })
        await this.#executions.done(this.id, this.#owner, call.name, json)
        return given
      })
      this.#remember(call, result)
      return result
    } catch (error) {
      throw await this.#failed(call, 'local', error)
    }
  }

  /** Intent, call, result: the call is never inside a transaction, so a crash can leave it half known. */
  async #external(call: Call, intended: boolean): Promise<any> {
    let begun = intended
    try {
      if (!intended) {
        await this.#recordWith(call, call.hooks.before, call.context, () =>
          this.#executions.intend(this.id, this.#owner, call.name),
        )
        begun = true
      }
      this.#remember(call, undefined)
      const json = toJson(await this.#within(call.name, true, async () => call.work(stepContext(call))))
      const result = fromJson(json)
      this.#remember(call, result)
      await this.#recordWith(call, call.hooks.after, { ...call.context, result }, () =>
        this.#executions.called(this.id, this.#owner, call.name, json),
      )
      return result
    } catch (error) {
      throw await this.#failed(call, begun ? 'external' : 'local', error)
    }
  }

  /** Without hooks the record is a transaction by itself. */
  #recordWith(
    { name }: Call,
    hooks: readonly Hook[],
    context: HookContext,
    record: () => Promise<void>,
  ): Promise<void> {
    if (hooks.length === 0) return record()
    return this.#transaction(name, async () => {
      await callHooks(hooks, context)
      await record()
    })
  }

  #transaction<Result>(step: string, work: () => Promise<Result>): Promise<Result> {
    return this.#within(step, false, () => this.#database.transaction(work))
  }

  #within<Result>(name: string, external: boolean, work: () => Promise<Result>): Promise<Result> {
    const scope = scopes.getStore()
    return scopes.run(
      { run: this, prefix: '', keys: scope?.keys ?? new Set(), step: { name, external } },
      work,
    )
  }

  /** @returns what is to be thrown: the error, once it is recorded that the step failed with it */
  async #failed({ name }: Call, kind: 'local' | 'external', error: unknown): Promise<unknown> {
    if (error instanceof Interruption) return this.#halt(error)
    await this.#record(() => this.#executions.stepFailed(this.id, this.#owner, name, kind, toFailure(error)))
    return error
  }

  #remember({ name, options, hooks, context }: Call, result: unknown): void {
    const known = this.#finished.findIndex((step) => step.name === name)
    if (known >= 0) this.#finished.splice(known, 1)
    const step = finishedStep(name, options, hooks, { ...context, result })
    if (step) this.#finished.push(step)
  }

  /** Takes steps back, the last first. */
  async #compensate(from: number, reason: unknown): Promise<void> {
    for (const { name, external, undos } of this.#finished.splice(from).reverse()) {
      if (this.#stored.get(name)?.status === 'compensated') continue
      const work = async () => {
        for (const undo of undos) await undo()
        await this.#executions.compensated(this.id, this.#owner, name)
      }
      try {
        await (external ? this.#within(name, true, work) : this.#transaction(name, work))
      } catch (error) {
        throw this.#halt(error instanceof Interruption ? error : new UndoFailed(name, reason, error))
      }
    }
  }

  /** If not even the record can be written, nothing more is done here; the execution is taken up again later. */
  async #record(write: () => Promise<void>): Promise<void> {
    try {
      await write()
    } catch (error) {
      throw this.#halt(
        error instanceof Interruption
          ? error
          : new Interruption(`Execution ${this.id} was interrupted. It goes on later.`, { cause: error }),
      )
    }
  }

  /** From here on nothing is begun any more, also where the workflow's function catches errors. */
  #halt(reason: Interruption | UndoFailed): Interruption | UndoFailed {
    this.#stop ??= reason
    return this.#stop
  }
}

const stepContext = ({ context: { execution_id, idempotency_key } }: Call): StepContext => ({
  execution_id,
  idempotency_key,
})

export async function callHooks(hooks: readonly Hook[], context: HookContext): Promise<void> {
  for (const hook of hooks) await hook.work(context)
}
