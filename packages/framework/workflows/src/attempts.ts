import { StoaError } from '@stoa/kernel'
import type { Compensation, Within } from './compensation.ts'
import type { Hook, HookContext } from './definition.ts'
import { timedOut } from './errors.ts'
import type { StoredStep } from './execution.ts'
import { toFailure } from './failure.ts'
import { finishedStep } from './finished-step.ts'
import type { Journal } from './journal.ts'
import type { Pauses } from './pauses.ts'
import { delayAfter, retryPolicy } from './retry.ts'
import type { StepContext, StepOptions } from './step.ts'
import type { Steps } from './steps.ts'
import { fromJson, toJson } from './stored.ts'

/** One call of a step. */
export interface Call {
  /** With the names of the workflows it runs inside of. */
  name: string
  work: (context: StepContext) => unknown
  context: HookContext
  hooks: { before: readonly Hook[]; after: readonly Hook[] }
  options: StepOptions<any>
}

/** Does a step, as often as it may be tried. */
export class Attempts {
  readonly #journal: Journal
  readonly #steps: Steps
  readonly #pauses: Pauses
  readonly #compensation: Compensation
  readonly #within: Within

  constructor(parts: {
    journal: Journal
    steps: Steps
    pauses: Pauses
    compensation: Compensation
    within: Within
  }) {
    this.#journal = parts.journal
    this.#steps = parts.steps
    this.#pauses = parts.pauses
    this.#compensation = parts.compensation
    this.#within = parts.within
  }

  /**
   * @param stored what is recorded of attempts before a crash
   * @returns what the step gave
   * @throws what the last attempt threw
   */
  async make(call: Call, stored: StoredStep | undefined): Promise<any> {
    const { external = false, retry, timeout } = call.options
    if (timeout !== undefined) checkTimeout(call.name, timeout, external)
    const policy = retryPolicy(retry)
    const tried = stored === undefined ? 0 : stored.due_in === null ? stored.attempts - 1 : stored.attempts
    const step = { attempt: tried + 1, intended: stored?.kind === 'external' }
    if (stored && stored.due_in !== null && !stored.due) await this.#pauses.hold(call.name)
    this.#journal.refuseStopped()
    for (; ; step.attempt += 1) {
      try {
        return await (external ? this.#external(call, step) : this.#local(call, step.attempt))
      } catch (error) {
        if (this.#journal.ends(error)) throw this.#journal.halt(error)
        const more = step.attempt < policy.attempts && policy.when(error)
        await this.#failed(call.name, step, error, more ? delayAfter(step.attempt, policy) : undefined)
        if (!more) throw error
        await this.#pauses.hold(call.name)
        this.#journal.refuseStopped()
      }
    }
  }

  /** Remembers how a step is taken back. */
  remember({ name, options, hooks, context }: Call, result: unknown): void {
    this.#compensation.remember(name, finishedStep(name, options, hooks, { ...context, result }))
  }

  /** Effects, hooks and record are one transaction. */
  async #local(call: Call, attempt: number): Promise<any> {
    const { before, after } = call.hooks
    let leave: (() => void) | undefined
    const work = async () => {
      // From before a deadlock: the transaction runs anew, and its end has not been recorded.
      leave?.()
      await callHooks(before, call.context)
      const json = toJson(await call.work(this.#contextOf(call, attempt, this.#journal.signal)))
      const given = fromJson(json)
      await callHooks(after, { ...call.context, result: given })
      leave = await this.#journal.enter()
      await this.#journal.require(this.#steps.done(this.#journal.execution, call.name, attempt, json))
      return given
    }
    const result = await this.#within(call.name, false, work).finally(() => leave?.())
    this.remember(call, result)
    return result
  }

  /** Intent, call, result: the call is never inside a transaction, so a crash can leave it half known. */
  async #external(call: Call, step: { attempt: number; intended: boolean }): Promise<any> {
    const { execution } = this.#journal
    if (!step.intended) {
      await this.#recordWith(call, call.hooks.before, call.context, () =>
        this.#steps.intend(execution, call.name),
      )
      step.intended = true
    }
    this.remember(call, undefined)
    const json = toJson(await this.#within(call.name, true, () => this.#inTime(call, step.attempt)))
    const result = fromJson(json)
    this.remember(call, result)
    await this.#recordWith(call, call.hooks.after, { ...call.context, result }, () =>
      this.#journal.inTurn(() => this.#steps.called(execution, call.name, step.attempt, json)),
    )
    return result
  }

  async #inTime(call: Call, attempt: number): Promise<unknown> {
    const { timeout } = call.options
    if (timeout === undefined) return call.work(this.#contextOf(call, attempt, this.#journal.signal))
    const late = timedOut(call.name, `did not end within ${timeout} seconds`)
    const controller = new AbortController()
    const over = Promise.withResolvers<never>()
    const timer = setTimeout(() => {
      controller.abort(late)
      over.reject(late)
    }, timeout * 1000)
    const signal = AbortSignal.any([controller.signal, this.#journal.signal])
    try {
      return await Promise.race([call.work(this.#contextOf(call, attempt, signal)), over.promise])
    } finally {
      clearTimeout(timer)
    }
  }

  #contextOf({ context }: Call, attempt: number, signal: AbortSignal): StepContext {
    const { execution_id, idempotency_key } = context
    return { execution_id, idempotency_key, attempt, signal }
  }

  /** Without hooks the record is a transaction by itself. */
  #recordWith(
    { name }: Call,
    hooks: readonly Hook[],
    context: HookContext,
    record: () => Promise<boolean>,
  ): Promise<void> {
    if (hooks.length === 0) return this.#journal.require(record())
    return this.#within(name, false, async () => {
      await callHooks(hooks, context)
      await this.#journal.require(record())
    })
  }

  /** @param delay seconds until it is tried again, if it is */
  #failed(
    name: string,
    { attempt, intended }: { attempt: number; intended: boolean },
    error: unknown,
    delay: number | undefined,
  ): Promise<void> {
    const { execution } = this.#journal
    const kind = intended ? 'external' : 'local'
    const failure = toFailure(error)
    return this.#journal.write(() =>
      this.#journal.require(
        delay === undefined
          ? this.#journal.inTurn(() => this.#steps.failed(execution, name, kind, attempt, failure))
          : this.#steps.retry(execution, name, kind, attempt, delay, failure),
      ),
    )
  }
}

/** The longest a timer can be set for, in seconds. */
const LONGEST = 2_147_483

function checkTimeout(step: string, timeout: number, external: boolean): void {
  if (!external) {
    throw new StoaError(
      'invalid_data',
      `Step "${step}" is local, and bound by PostgreSQL's statement timeout. Only external steps take a timeout.`,
    )
  }
  if (timeout > 0 && timeout <= LONGEST) return
  throw new StoaError(
    'invalid_data',
    `The timeout of step "${step}" must be seconds, at most ${LONGEST}; ${timeout} is not.`,
  )
}

export async function callHooks(hooks: readonly Hook[], context: HookContext): Promise<void> {
  for (const hook of hooks) await hook.work(context)
}
