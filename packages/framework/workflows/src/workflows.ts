import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Container, createId, Database, StoaError } from '@stoa/kernel'
import type { Workflow } from './define-workflow.ts'
import { execute, fromStored } from './execute.ts'
import { type Execution, Journal } from './journal.ts'

/** How to run a workflow. */
export interface RunOptions {
  /** Only one execution of the workflow runs under a key at a time; who comes second gets the first one's result. */
  key?: string
}

const RENEW_EVERY = 10_000
const RESUME_EVERY = 5_000
const FIRST_POLL = 25
const SLOWEST_POLL = 500

/** Runs workflows, and finishes those that other hosts left when they died. */
export class Workflows {
  readonly #container: Container
  readonly #journal: Journal
  readonly #known = new Map<string, Workflow<any, any>>()
  readonly #byKey = new Map<string, Promise<unknown>>()
  readonly #running = new Set<string>()
  #timers: NodeJS.Timeout[] = []
  #resuming: Promise<void> = Promise.resolve()

  constructor(container: Container) {
    this.#container = container
    this.#journal = new Journal(container.resolve(Database), randomUUID())
  }

  /** Makes a workflow known, so that this host can finish executions that another left. */
  register(workflow: Workflow<any, any>): void {
    this.#known.set(`${workflow.name}@${workflow.version}`, workflow)
  }

  /**
   * Runs a workflow to its end.
   *
   * @returns its result, also where another call, here or on another host, had begun the same
   * @throws what made it fail, after all finished steps were undone
   * @throws StoaError `not_allowed` inside a transaction, in which steps could not commit
   */
  async run<Input, Output>(
    workflow: Workflow<Input, Output>,
    input: Input,
    { key }: RunOptions = {},
  ): Promise<Output> {
    if (this.#container.resolve(Database).inTransaction) {
      throw new StoaError(
        'not_allowed',
        `Workflow ${workflow.name} cannot run inside a transaction. Run it after, or from an external step.`,
      )
    }
    this.register(workflow)
    if (key === undefined) return this.#begin(workflow, input, null)
    const place = `${workflow.name} ${key}`
    const present = this.#byKey.get(place)
    if (present) return present as Promise<Output>
    const running = this.#begin(workflow, input, key).finally(() => this.#byKey.delete(place))
    this.#byKey.set(place, running)
    return running
  }

  /**
   * Takes over what silent hosts left, and runs it to its end.
   *
   * @returns how many executions that were
   */
  async resume(): Promise<number> {
    const names = [...new Set([...this.#known.values()].map(({ name }) => name))]
    const found = names.length === 0 ? [] : await this.#journal.takeOver(names)
    await Promise.allSettled(found.map((execution) => this.#continue(execution)))
    return found.length
  }

  /** From now on looks for what silent hosts left, and keeps the leases of what runs here. */
  start(): void {
    const every = (milliseconds: number, work: () => void) =>
      this.#timers.push(setInterval(work, milliseconds).unref())
    every(RENEW_EVERY, () => void this.#journal.renew([...this.#running]).catch(() => undefined))
    every(RESUME_EVERY, () => {
      this.#resuming = this.#resuming.then(() => this.resume().then(() => undefined)).catch(() => undefined)
    })
  }

  /** Ends what {@link start} began and waits for the executions that run here. */
  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer)
    this.#timers = []
    await this.#resuming
    await Promise.allSettled(this.#byKey.values())
  }

  async #begin<Input, Output>(
    workflow: Workflow<Input, Output>,
    input: Input,
    key: string | null,
  ): Promise<Output> {
    const execution = { id: createId('wfex'), workflow: workflow.name, version: workflow.version, key, input }
    if (await this.#journal.begin(execution)) {
      return this.#execute(workflow, { ...execution, status: 'running', output: null, error: null }, [])
    }
    const running = await this.#journal.running(workflow.name, key as string)
    // It ended between the two statements: then this call is the next one.
    return running ? this.#wait<Output>(running.id) : this.#begin(workflow, input, key)
  }

  async #execute<Output>(
    workflow: Workflow<any, Output>,
    execution: Execution,
    stored: Parameters<typeof execute>[4],
  ): Promise<Output> {
    this.#running.add(execution.id)
    try {
      return await execute(this.#container, this.#journal, workflow, execution, stored)
    } finally {
      this.#running.delete(execution.id)
    }
  }

  async #continue(execution: Execution): Promise<void> {
    const workflow = this.#known.get(`${execution.workflow}@${execution.version}`)
    if (!workflow) {
      await this.#journal.letGo([execution.id])
      return
    }
    await this.#execute(workflow, execution, await this.#journal.steps(execution.id))
  }

  /** Waits for an execution that another host runs; if that host dies, somebody, maybe this one, takes it over. */
  async #wait<Output>(id: string): Promise<Output> {
    for (let pause = FIRST_POLL; ; pause = Math.min(pause * 2, SLOWEST_POLL)) {
      const execution = await this.#journal.find(id)
      if (execution?.status === 'done') return execution.output as Output
      if (!execution || execution.status === 'failed') throw fromStored(execution?.error ?? null)
      await sleep(pause)
      if (pause === SLOWEST_POLL) await this.resume()
    }
  }
}
