import { type Container, createId, Database, Listener, type Log, StoaError } from '@stoa/kernel'
import type { Workflow } from './definition.ts'
import type { Claim, Execution, ExecutionStep } from './execution.ts'
import { Executions } from './executions.ts'
import { fromFailure, toFailure } from './failure.ts'
import { runInline } from './inline.ts'
import { Interruption, LeaseLost, UndoFailed } from './interruption.ts'
import { Lease } from './lease.ts'
import { Run } from './run.ts'
import { type Scope, scopes } from './scope.ts'
import { fromJson, type Stored, toJson } from './stored.ts'
import { WakeUp } from './wake-up.ts'

/** How one run is told from others. */
export interface RunOptions {
  /** At most one execution of the workflow runs for a key at a time; a second caller gets the first one's result. */
  key?: string
  /** A name of the caller's own to find the execution by. */
  transaction_id?: string
  /** Seconds to wait for an execution that is already running for the key. Default: 60. */
  wait?: number
  /** Inside another workflow: set before the names of the steps, where the same workflow runs more than once. Default: its name. */
  name?: string
}

/** How a host takes part in workflows. */
export interface WorkflowsStartOptions {
  /** Hears of what goes wrong in the background. Default: nobody. */
  log?: Log
  /** Seconds between two looks for executions that lost their host. Default: 5. */
  poll?: number
}

const TAKEN_AT_ONCE = 10
const UNDO_ATTEMPTS = 12
const LONGEST_POSTPONEMENT = 3600
const FIRST_LOOK = 20
const LONGEST_LOOK = 1000

/** Runs workflows, and goes on with those whose host died. */
export class Workflows {
  readonly #container: Container
  readonly #database: Database
  readonly #executions: Executions
  readonly #known = new Map<string, Workflow>()
  readonly #running = new Map<string, Promise<unknown>>()
  readonly #wakeUp = new WakeUp()
  #log: Log = () => undefined
  #listener: Listener | undefined
  #loop: Promise<void> | undefined
  #stopped = false

  constructor(container: Container) {
    this.#container = container
    this.#database = container.resolve(Database)
    this.#executions = new Executions(this.#database)
  }

  /**
   * Makes workflows known to this host, so that it goes on with executions that another left. Those it {@link run}s are
   * known by themselves. Register old versions too, as long as executions of theirs may be under way.
   *
   * @throws StoaError `invalid_data` if another workflow has the same name and version
   */
  register(...workflows: Workflow[]): void {
    for (const workflow of workflows) {
      const id = `${workflow.name}@${workflow.version}`
      const known = this.#known.get(id)
      if (known && known !== workflow) {
        throw new StoaError(
          'invalid_data',
          `Two workflows are named ${workflow.name} in version ${workflow.version}. Rename one, or raise its version.`,
        )
      }
      this.#known.set(id, workflow)
    }
  }

  /**
   * Runs a workflow and gives its result. If one is already running for the key, on whichever host, it waits for that one.
   *
   * Inside another workflow's function it becomes a part of that: its steps are the other's, under its name, and it has no key
   * of its own. Inside a local step it is a part of that step.
   *
   * @param input anything JSON can hold
   * @throws whatever the workflow throws, after its steps have been taken back; StoaError `conflict` if the execution that
   *   runs for the key does not end in time, `not_allowed` inside a transaction
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
    if (this.#database.inTransaction) {
      throw new StoaError(
        'not_allowed',
        `Workflow ${workflow.name} was called inside a transaction, which it would have to outlive. Call it outside.`,
      )
    }
    return this.#start(workflow, json, options, scope)
  }

  /**
   * Goes on with executions whose host died or that are to be undone again, and waits for them.
   *
   * @returns how many it took up; at most ten at a time
   */
  async resume(): Promise<number> {
    const claims = await this.#executions.takeOver([...this.#known.values()], TAKEN_AT_ONCE)
    await Promise.allSettled(claims.map((claim) => this.#continue(claim)))
    return claims.length
  }

  /** Begins to look after executions that lost their host, and to hear of those that end on other hosts. */
  async start({ log = () => undefined, poll = 5 }: WorkflowsStartOptions = {}): Promise<void> {
    this.#log = log
    this.#listener = new Listener(this.#database.pool, 'stoa_workflows', (id) => this.#wakeUp.wake(id))
    await this.#listener.start()
    this.#loop = this.#lookAfter(poll)
  }

  /** Waits for the executions this host is working on, and ends what {@link start} began. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#wakeUp.wake('')
    await this.#loop
    await Promise.allSettled(this.#running.values())
    await this.#listener?.stop()
  }

  /**
   * An execution with its steps.
   *
   * @throws StoaError `not_found`
   */
  async retrieveExecution(id: string): Promise<Execution & { steps: ExecutionStep[] }> {
    const found = await this.#executions.retrieve(id)
    if (!found) throw new StoaError('not_found', `Workflow execution with id: ${id} was not found`)
    const { postponed, abandoned, ...execution } = found
    return { ...execution, steps: await this.#executions.steps(id) }
  }

  async #start(
    workflow: Workflow,
    input: string | null,
    { key, transaction_id, wait = 60 }: RunOptions,
    scope: Scope | undefined,
  ): Promise<any> {
    this.register(workflow)
    const name = `${workflow.name} ${key}`
    if (key !== undefined && scope?.keys.has(name)) {
      throw new StoaError(
        'conflict',
        `Workflow ${workflow.name} would wait for itself: it is already running for the key ${key} further up.`,
      )
    }
    const keys = new Set([...(scope?.keys ?? []), ...(key === undefined ? [] : [name])])
    const owner = createId('wfown')
    const begun = await this.#executions.begin(workflow, owner, input, key, transaction_id)
    if (begun.status === 'succeeded') return begun.result
    if (!begun.mine) return this.#join(workflow, begun.id, wait)
    return this.#work(workflow, fromJson(input), keys, {
      id: begun.id,
      owner,
      steps: [],
      error: null,
      attempts: 0,
      wait,
    })
  }

  #continue(claim: Claim): Promise<any> {
    const workflow = this.#known.get(`${claim.workflow}@${claim.version}`) as Workflow
    const keys = new Set(claim.key === null ? [] : [`${claim.workflow} ${claim.key}`])
    return this.#work(workflow, claim.input, keys, { ...claim, wait: 60 })
  }

  /** Works on an execution; if another host takes it over meanwhile, waits for that one. */
  async #work(
    workflow: Workflow,
    input: any,
    keys: ReadonlySet<string>,
    execution: Pick<Claim, 'id' | 'owner' | 'steps' | 'error' | 'attempts'> & { wait: number },
  ): Promise<any> {
    const working = this.#perform(workflow, input, keys, execution)
    this.#running.set(execution.id, working)
    try {
      return await working
    } catch (error) {
      if (!(error instanceof LeaseLost)) throw error
    } finally {
      if (this.#running.get(execution.id) === working) this.#running.delete(execution.id)
    }
    return this.#join(workflow, execution.id, execution.wait)
  }

  async #perform(
    workflow: Workflow,
    input: any,
    keys: ReadonlySet<string>,
    {
      id,
      owner,
      steps,
      error: earlier,
      attempts,
    }: Pick<Claim, 'id' | 'owner' | 'steps' | 'error' | 'attempts'>,
  ): Promise<any> {
    const run = new Run(this.#container, this.#executions, { id, owner, steps, unwinding: earlier !== null })
    const renew = () => this.#executions.renew(id, owner, workflow.lease)
    const lease = new Lease(workflow.lease, renew, () => run.interrupt(), this.#log)
    try {
      const outcome = await scopes
        .run({ run, prefix: '', keys }, () => run.perform(workflow, input, ''))
        .then(
          (result) => ({ result }),
          (error: unknown) => ({ error }),
        )
      if (!('error' in outcome)) {
        await this.#executions.finish(id, owner, 'succeeded', toJson(outcome.result), null)
        return outcome.result
      }
      if (outcome.error instanceof Interruption) throw outcome.error
      throw await this.#fail(workflow, { id, owner, attempts, earlier }, outcome.error)
    } finally {
      lease.end()
    }
  }

  /** @returns the error for the caller */
  async #fail(
    workflow: Workflow,
    { id, owner, attempts, earlier }: Pick<Claim, 'id' | 'owner' | 'attempts'> & { earlier: Claim['error'] },
    error: unknown,
  ): Promise<unknown> {
    const undoFailed = error instanceof UndoFailed
    const reason = earlier ? fromFailure(earlier) : undoFailed ? error.reason : error
    if (!undoFailed) {
      await this.#executions.finish(id, owner, 'failed', null, toFailure(reason))
      return reason
    }
    const givenUp = attempts + 1 >= UNDO_ATTEMPTS
    this.#log(`${error.message} ${givenUp ? 'Somebody has to look at it.' : 'It is tried again.'}`, {
      error: error.cause,
      workflow: workflow.name,
      execution_id: id,
    })
    if (givenUp) await this.#executions.finish(id, owner, 'compensation_failed', null, toFailure(reason))
    else await this.#executions.postpone(id, owner, Math.min(2 ** attempts, LONGEST_POSTPONEMENT))
    return reason
  }

  /** Waits for an execution that somebody works on, and goes on with it if that one dies. */
  async #join(workflow: Workflow, id: string, wait: number): Promise<any> {
    const deadline = Date.now() + wait * 1000
    for (let look = FIRST_LOOK; ; look = Math.min(look * 2, LONGEST_LOOK)) {
      const here = this.#running.get(id)
      if (here) await Promise.race([here.catch(() => undefined), sleep(Math.max(deadline - Date.now(), 0))])
      const execution = await this.#executions.retrieve(id)
      if (!execution) throw new StoaError('not_found', `Workflow execution with id: ${id} was not found`)
      if (execution.status === 'succeeded') return execution.result
      if (execution.finished_at) throw fromFailure(execution.error ?? toFailure('The workflow failed.'))
      if (execution.postponed) {
        throw new StoaError(
          'conflict',
          `The last run of ${workflow.name} failed and is still being taken back. Try again later.`,
        )
      }
      if (execution.abandoned) {
        const [claim] = await this.#executions.takeOver([...this.#known.values()], 1, id)
        if (claim) return this.#continue(claim)
      }
      if (Date.now() >= deadline) {
        throw new StoaError(
          'conflict',
          `Workflow ${workflow.name} is already running as ${id} and did not end within ${wait} seconds.`,
        )
      }
      await this.#wakeUp.pause(id, Math.min(look, Math.max(deadline - Date.now(), 1)))
    }
  }

  async #lookAfter(poll: number): Promise<void> {
    while (!this.#stopped) {
      try {
        const claims = await this.#executions.takeOver([...this.#known.values()], TAKEN_AT_ONCE)
        for (const claim of claims) {
          this.#continue(claim).catch((error) => {
            this.#log(`Workflow ${claim.workflow} failed after it was taken up again.`, {
              error,
              execution_id: claim.id,
            })
          })
        }
        if (claims.length === TAKEN_AT_ONCE) continue
      } catch (error) {
        this.#log('Executions without a host could not be looked for.', { error })
      }
      if (!this.#stopped) await this.#wakeUp.pause('', poll * 1000)
    }
  }
}

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds).unref())
