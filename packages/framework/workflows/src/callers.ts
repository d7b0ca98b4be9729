import { StoaError } from '@stoa/kernel'
import type { Definitions } from './definitions.ts'
import { Canceled } from './errors.ts'
import type { Executions, Seen } from './executions.ts'
import { fromFailure, toFailure } from './failure.ts'
import type { Runner } from './runner.ts'
import type { WakeUp } from './wake-up.ts'

const FIRST_LOOK = 20
const LONGEST_LOOK = 1000

/** Those who wait for executions that this host does not work on, or no longer. */
export class Callers {
  readonly #executions: Executions
  readonly #runner: Runner
  readonly #definitions: Definitions
  readonly #wakeUp: WakeUp

  constructor(executions: Executions, runner: Runner, definitions: Definitions, wakeUp: WakeUp) {
    this.#executions = executions
    this.#runner = runner
    this.#definitions = definitions
    this.#wakeUp = wakeUp
  }

  /**
   * The result of an execution that somebody works on, or that goes on later.
   *
   * @param wait seconds
   * @throws what it fails with; StoaError `conflict` if it does not end in time
   */
  async join(workflow: string, id: string, wait: number): Promise<any> {
    const execution = await this.settled(id, wait)
    if (execution.status === 'succeeded') return execution.result
    if (execution.status === 'canceled') throw new Canceled(id)
    if (execution.finished_at) throw fromFailure(execution.error ?? toFailure('The workflow failed.'))
    if (execution.status === 'compensating' && execution.postponed) {
      throw new StoaError(
        'conflict',
        `The last run of ${workflow} failed and is still being taken back. Try again later.`,
      )
    }
    throw new StoaError(
      'conflict',
      `Workflow ${workflow} is still running as ${id} and did not end within ${wait} seconds.`,
    )
  }

  /**
   * Waits until an execution has ended, or rests before it is undone again. If its host dies, this one goes on with it.
   *
   * @param wait seconds
   * @returns how it is then, or after the time is over
   * @throws StoaError `not_found`
   */
  async settled(id: string, wait: number): Promise<Seen> {
    const deadline = Date.now() + wait * 1000
    for (let look = FIRST_LOOK; ; look = Math.min(look * 2, LONGEST_LOOK)) {
      const here = this.#runner.here(id)
      if (here) await Promise.race([here.catch(() => undefined), sleep(Math.max(deadline - Date.now(), 0))])
      const execution = await this.#executions.retrieve(id)
      if (!execution) throw notFound(id)
      const { finished_at, status, postponed, abandoned } = execution
      if (finished_at || (status === 'compensating' && postponed) || Date.now() >= deadline) return execution
      if (!abandoned || !(await this.#goOn(id))) {
        await this.#wakeUp.pause(id, Math.min(look, Math.max(deadline - Date.now(), 1)))
      }
    }
  }

  async #goOn(id: string): Promise<boolean> {
    const [claim] = await this.#executions.takeOver(this.#definitions.list(), 1, id)
    // What comes of it stands in its row.
    if (claim) this.#runner.continue(claim).catch(() => undefined)
    return claim !== undefined
  }
}

export const notFound = (id: string) =>
  new StoaError('not_found', `Workflow execution with id: ${id} was not found`)

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds).unref())
