import { type Container, createId, Database, Listener, type Log, StoaError } from '@stoa/kernel'
import { Callers, notFound } from './callers.ts'
import type { Workflow } from './definition.ts'
import { Definitions } from './definitions.ts'
import type { Execution, ExecutionStep } from './execution.ts'
import { type Begun, Executions } from './executions.ts'
import { toFailure } from './failure.ts'
import { runInline } from './inline.ts'
import { Interruption } from './interruption.ts'
import { type ExecutionCounts, Overview, type StuckExecution } from './overview.ts'
import { Recovery } from './recovery.ts'
import { prune } from './retention.ts'
import type { Records } from './run.ts'
import { checkNames, type RunOptions, type StartOptions } from './run-options.ts'
import { Runner } from './runner.ts'
import { type Scope, scopes } from './scope.ts'
import { addressOf, Signals } from './signals.ts'
import { Steps } from './steps.ts'
import { fromJson, type Stored, toJson } from './stored.ts'
import { WakeUp } from './wake-up.ts'
import { Watch, type WatchListener } from './watch.ts'
import { WorkflowsOptions } from './workflows-options.ts'

/** How a host takes part in workflows. */
export interface WorkflowsStartOptions {
  /** Hears of what goes wrong in the background. Default: nobody. */
  log?: Log
  /** Seconds between two looks for executions that are due. Default: 5. */
  poll?: number
  /** Executions that were due and that this host goes on with at the same time. Default: 20. */
  concurrency?: number
}

/** An execution that was begun and not waited for. */
export interface StartedExecution {
  id: string
  /** Resolves once this host no longer works on it, because it has ended, rests or is another's. Never rejects. */
  rested: Promise<void>
}

/** What came from outside. */
export interface Signal {
  /** What it is about, as in `waitFor`. */
  subject: string
  /** Anything JSON can hold. */
  payload?: unknown
  /** The same id twice is one signal: give the event's own. Default: a new one. */
  id?: string
}

const RESTED = Promise.resolve()

/** Runs workflows, and goes on with those whose host died. */
export class Workflows {
  readonly #container: Container
  readonly #database: Database
  readonly #records: Records
  readonly #overview: Overview
  readonly #definitions = new Definitions()
  readonly #wakeUp = new WakeUp()
  readonly #runner: Runner
  readonly #callers: Callers
  readonly #recovery: Recovery
  readonly #watch: Watch
  #log: Log = () => undefined
  #listener: Listener | undefined

  constructor(container: Container) {
    this.#container = container
    this.#database = container.resolve(Database)
    const steps = new Steps(this.#database)
    const executions = new Executions(this.#database, steps)
    const overview = new Overview(this.#database)
    const log: Log = (message, fields) => this.#log(message, fields)
    this.#records = { executions, steps, signals: new Signals(this.#database) }
    this.#overview = overview
    this.#runner = new Runner(container, this.#records, this.#definitions, log)
    this.#callers = new Callers(executions, this.#runner, this.#definitions, this.#wakeUp)
    this.#watch = new Watch(this.#database, log)
    this.#recovery = new Recovery({ executions, overview }, this.#runner, this.#definitions, log)
  }

  /**
   * Makes workflows known to this host, so that it goes on with executions that another left. Those it {@link run}s are
   * known by themselves. Register old versions too, as long as executions of theirs may be under way.
   *
   * @throws StoaError `invalid_data` if another workflow has the same name and version
   */
  register(...workflows: Workflow[]): void {
    for (const workflow of workflows) this.#definitions.add(workflow)
  }

  /** The workflow of this name, in the newest version that this host knows. */
  definition(name: string): Workflow | undefined {
    return this.#definitions.newest(name)
  }

  /** The events that workflows of this host may wait for: whoever hears of one passes it to {@link signal}. */
  get events(): string[] {
    return [...new Set(this.#definitions.list().flatMap(({ events }) => events))]
  }

  /**
   * Runs a workflow and gives its result. If one is already running for the key, on whichever host, it waits for that one.
   *
   * Inside another workflow's function it becomes a part of that: its steps are the other's, under its name, and it has no key
   * of its own. Inside a local step it is a part of that step.
   *
   * @param input anything JSON can hold
   * @throws whatever the workflow throws, after its steps have been taken back; StoaError `conflict` if an execution that
   *   runs elsewhere or rests does not end in time, or is canceled; `not_allowed` inside a transaction
   * @example
   * const order = await workflows.run(completeCart, { cart_id }, { key: cart_id })
   */
  async run<Input, Result>(
    workflow: Workflow<Input, Result>,
    input: Input,
    options: RunOptions = {},
  ): Promise<Stored<Result>> {
    const json = toJson(input)
    const scope = scopes.getStore()
    if (scope && !scope.step && !this.#database.inTransaction) {
      const prefix = `${scope.prefix}${options.name ?? workflow.name}/`
      return scopes.run({ ...scope, prefix }, () => scope.run.perform(workflow, fromJson(json), prefix))
    }
    if (scope?.step && !scope.step.external) {
      return runInline(this.#container, workflow, fromJson(json), { run: scope.run, step: scope.step })
    }
    this.#refuseTransaction(`Workflow ${workflow.name} was called`)
    const { id, status, result, working } = await this.#begin(workflow, json, options, scope)
    if (status === 'succeeded') return result
    try {
      if (working) return await working
    } catch (error) {
      if (!(error instanceof Interruption)) throw error
    }
    return this.#callers.join(workflow.name, id, options.wait ?? 60)
  }

  /**
   * Begins an execution without waiting for it. In an open transaction, such as a subscriber's or a local step's, it begins
   * once that has committed, on one of the hosts that know the workflow. If one is already running for the key, it is that one.
   *
   * @param input anything JSON can hold
   * @throws StoaError `not_allowed` in a workflow's function outside of its steps: it would begin one each time it runs
   * @example
   * await workflows.startExecution(remindBuyer, { cart_id }, { key: cart_id })
   */
  async startExecution<Input>(
    workflow: Workflow<Input, any>,
    input: Input,
    options: StartOptions = {},
  ): Promise<StartedExecution> {
    const scope = scopes.getStore()
    if (this.#database.inTransaction) {
      this.register(workflow)
      checkNames(options)
      const { key, transaction_id } = options
      const { executions } = this.#records
      const { id } = await executions.begin(workflow, null, toJson(input), key, transaction_id)
      await executions.tellDue()
      return { id, rested: RESTED }
    }
    if (scope && !scope.step) {
      throw new StoaError(
        'not_allowed',
        `An execution of ${workflow.name} was started outside of a step. Start it inside one, or run it.`,
      )
    }
    const { id, working } = await this.#begin(workflow, toJson(input), options, undefined)
    const rested = working?.catch((error) => {
      if (error instanceof Interruption) return
      this.#log(`Workflow ${workflow.name} failed.`, { error, execution_id: id })
    })
    return { id, rested: rested ?? RESTED }
  }

  /**
   * Stops an execution before its next step, and waits until what it did is taken back. One that waits stops at once; a local
   * step that is under way counts for nothing, an external one is awaited and taken back. Those who wait for its result get an
   * error that {@link isCanceled} knows.
   *
   * @param options.wait seconds. Default: 60
   * @throws StoaError `not_found`; `not_allowed` if it has ended, is being taken back already, or calls this itself;
   *   `conflict` if it does not end in time
   */
  async cancel(id: string, { wait = 60 }: { wait?: number } = {}): Promise<void> {
    this.#refuseTransaction(`Execution ${id} was to be canceled`)
    if (scopes.getStore()?.run.id === id) {
      throw new StoaError('not_allowed', `Execution ${id} cannot cancel itself. Throw an error instead.`)
    }
    const asked = await this.#records.executions.requestCancel(id)
    const { status, canceling, postponed } = await this.#callers.settled(id, asked ? wait : 0)
    if (status === 'canceled') return
    if (!asked && !canceling) {
      throw new StoaError('not_allowed', `Execution ${id} cannot be canceled any more: it is ${status}.`)
    }
    throw new StoaError(
      'conflict',
      status === 'compensation_failed' || postponed
        ? `Execution ${id} was stopped, but what it did could not be taken back yet.`
        : `Execution ${id} was asked to stop, and has not ended within ${wait} seconds.`,
    )
  }

  /**
   * Tells of an event to those who wait for it, and to those who come to wait for it later: it is kept. In an open
   * transaction it is a part of that.
   *
   * @param event its name
   * @throws StoaError `invalid_data` for names that are too long
   * @example
   * await workflows.signal('payment.captured', { subject: payment.id, payload: payment, id: event.id })
   */
  async signal(event: string, { subject, payload, id = createId('wfsig') }: Signal): Promise<void> {
    await this.#records.signals.send(id, addressOf(event, subject), toJson(payload))
  }

  /**
   * Answers a step that waits: `waitFor` gives this. It may come before the step; the first answer counts. In an open
   * transaction it is a part of that.
   *
   * @param result anything JSON can hold
   * @throws StoaError `not_found`; `not_allowed` if the step does not wait, was answered or the execution has ended
   */
  async completeStep(execution_id: string, step: string, result?: unknown): Promise<void> {
    await this.#records.signals.answer(execution_id, step, toJson(result), null)
  }

  /** As {@link completeStep}, with an error: `waitFor` throws it. */
  async failStep(execution_id: string, step: string, error: unknown): Promise<void> {
    await this.#records.signals.answer(execution_id, step, null, toFailure(error))
  }

  /**
   * Goes on with executions that are due, and waits for them.
   *
   * @returns how many it took up; at most ten at a time
   */
  async resume(): Promise<number> {
    return this.#recovery.once()
  }

  /** Begins to go on with executions that are due, and to hear of those that end on other hosts. */
  async start({
    log = () => undefined,
    poll = 5,
    concurrency = 20,
  }: WorkflowsStartOptions = {}): Promise<void> {
    this.#log = log
    this.#listener = new Listener(this.#database.pool, 'stoa_workflows', (id) => this.#hear(id))
    await this.#listener.start()
    this.#recovery.start(poll, concurrency)
  }

  /** Waits for the executions this host is working on, and ends what {@link start} began. */
  async stop(): Promise<void> {
    await this.#recovery.stop()
    await this.#runner.end()
    await this.#watch.end()
    await this.#listener?.stop()
  }

  /**
   * Hears of what happens to executions on all hosts, as it is committed. As long as nobody watches it costs nothing; however
   * many do, a host has one more connection, and reads what changed once.
   *
   * @param listener is called with what happened, or with `undefined` where something may have been missed
   * @returns what ends it
   */
  async watch(listener: WatchListener): Promise<() => Promise<void>> {
    return this.#watch.add(listener)
  }

  /**
   * An execution with its steps.
   *
   * @throws StoaError `not_found`
   */
  async retrieveExecution(id: string): Promise<Execution & { steps: ExecutionStep[] }> {
    const found = await this.#records.executions.retrieve(id)
    if (!found) throw notFound(id)
    const { postponed, abandoned, canceling, ...execution } = found
    return { ...execution, steps: await this.#records.steps.list(id) }
  }

  /** How many executions there are, by what they do. One statement; for metrics. */
  async counts(): Promise<ExecutionCounts> {
    return this.#overview.counts(this.#definitions.list())
  }

  /**
   * Executions that have been due for more than a minute, of workflows or versions that this host does not know: nobody goes on
   * with them until the definition they began with is registered somewhere. The oldest first.
   */
  async listStuck({ limit = 100 }: { limit?: number } = {}): Promise<StuckExecution[]> {
    return this.#overview.stuck(this.#definitions.list(), limit)
  }

  /**
   * Removes executions that ended longer ago than {@link WorkflowsOptions} says, in batches. One that succeeded once for good
   * keeps its row and result, for it guards its key; one that could not be taken back stays whole.
   *
   * @returns how many rows it dealt with
   */
  async prune(): Promise<number> {
    return prune(this.#database, this.#container.resolve(WorkflowsOptions))
  }

  #hear(id: string): void {
    if (id === 'due' || id === '') this.#recovery.wake()
    if (id !== 'due') this.#wakeUp.wake(id)
  }

  async #begin(
    workflow: Workflow,
    input: string | null,
    options: StartOptions,
    scope: Scope | undefined,
  ): Promise<Begun & { working?: Promise<any> }> {
    this.register(workflow)
    checkNames(options)
    const { key, transaction_id } = options
    const name = `${workflow.name} ${key}`
    if (key !== undefined && scope?.keys.has(name)) {
      throw new StoaError(
        'conflict',
        `Workflow ${workflow.name} would wait for itself: it is already running for the key ${key} further up.`,
      )
    }
    const keys = new Set([...(scope?.keys ?? []), ...(key === undefined ? [] : [name])])
    const owner = createId('wfown')
    const begun = await this.#records.executions.begin(workflow, owner, input, key, transaction_id)
    if (!begun.mine) return begun
    const { id } = begun
    const execution = { id, owner, steps: [], error: null, canceled: false, attempts: 0 }
    return { ...begun, working: this.#runner.run(workflow, fromJson(input), keys, execution) }
  }

  #refuseTransaction(what: string): void {
    if (!this.#database.inTransaction) return
    throw new StoaError(
      'not_allowed',
      `${what} inside a transaction, which it would have to outlive. Call it outside.`,
    )
  }
}
