import type { Log } from '@stoa/kernel'
import type { Definitions } from './definitions.ts'
import type { Claim } from './execution.ts'
import type { Executions } from './executions.ts'
import { Interruption } from './interruption.ts'
import type { Overview } from './overview.ts'
import type { Runner } from './runner.ts'

const TAKEN_AT_ONCE = 10
/** Milliseconds between two looks for executions that no host can go on with. */
const STUCK_POLL = 60_000

/** Looks for executions that are due: left by a host that died, signalled, or given up until now. */
export class Recovery {
  readonly #executions: Executions
  readonly #overview: Overview
  readonly #runner: Runner
  readonly #definitions: Definitions
  readonly #log: Log
  readonly #reported = new Set<string>()
  #active = 0
  #woken = false
  #wakeUp: (() => void) | undefined
  #stopped = false
  #loop: Promise<void> | undefined
  #lookedForStuck = 0

  constructor(
    { executions, overview }: { executions: Executions; overview: Overview },
    runner: Runner,
    definitions: Definitions,
    log: Log,
  ) {
    this.#executions = executions
    this.#overview = overview
    this.#runner = runner
    this.#definitions = definitions
    this.#log = log
  }

  /**
   * @param poll seconds between two looks, where nobody wakes it
   * @param concurrency executions it goes on with at the same time
   */
  start(poll: number, concurrency: number): void {
    this.#loop = this.#run(poll, concurrency)
  }

  /** Looks at once. */
  wake(): void {
    this.#woken = true
    this.#wakeUp?.()
  }

  /** Takes up nothing more. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.wake()
    await this.#loop
  }

  /** Goes on with what is due, once. */
  async once(): Promise<number> {
    const claims = await this.#executions.takeOver(this.#definitions.list(), TAKEN_AT_ONCE)
    await Promise.allSettled(claims.map((claim) => this.#runner.continue(claim)))
    return claims.length
  }

  async #run(poll: number, concurrency: number): Promise<void> {
    while (!this.#stopped) {
      this.#woken = false
      try {
        if (await this.#take(Math.min(concurrency - this.#active, TAKEN_AT_ONCE))) continue
        await this.#reportStuck()
      } catch (error) {
        this.#log('Executions that are due could not be looked for.', { error })
      }
      await this.#pause(poll * 1000)
    }
  }

  /** @returns whether there may be more, and room for it */
  async #take(room: number): Promise<boolean> {
    if (room <= 0) return false
    const claims = await this.#executions.takeOver(this.#definitions.list(), room)
    for (const claim of claims) void this.#continue(claim)
    return claims.length === room
  }

  async #continue(claim: Claim): Promise<void> {
    this.#active += 1
    try {
      await this.#runner.continue(claim)
    } catch (error) {
      if (error instanceof Interruption) return
      this.#log(`Workflow ${claim.workflow} failed after it was taken up again.`, {
        error,
        execution_id: claim.id,
      })
    } finally {
      this.#active -= 1
      this.wake()
    }
  }

  /** Says once of each workflow that there are executions of a version nobody knows. */
  async #reportStuck(): Promise<void> {
    if (Date.now() < this.#lookedForStuck + STUCK_POLL) return
    this.#lookedForStuck = Date.now()
    for (const { workflow, version, id } of await this.#overview.stuck(this.#definitions.list(), 100)) {
      const name = `${workflow}@${version}`
      if (this.#reported.has(name)) continue
      this.#reported.add(name)
      this.#log(
        `Nobody goes on with executions of workflow ${workflow} in version ${version}: register its definition, or cancel them where it is known.`,
        { workflow, version, execution_id: id },
      )
    }
  }

  async #pause(milliseconds: number): Promise<void> {
    if (this.#woken || this.#stopped) return
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, milliseconds)
    this.#wakeUp = resolve
    await promise
    clearTimeout(timer)
    this.#wakeUp = undefined
  }
}
