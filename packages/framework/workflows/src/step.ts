import type { RetryOptions } from './retry.ts'
import type { Stored } from './stored.ts'

/** Which step of which execution. */
export interface StepIdentity {
  execution_id: string
  /**
   * `execution_id/step name`: the same each time this step is tried, so that an outside system does its work once, and the
   * same for its undo, which may have to find out what came of the call.
   */
  idempotency_key: string
}

/** What a step's function gets. */
export interface StepContext extends StepIdentity {
  /** 1, or more where it is tried again. */
  attempt: number
  /** Aborted once nobody waits for an outside system any more: its `timeout` is over, or another host has taken over. */
  signal: AbortSignal
}

/** What a step may bring. */
export interface StepOptions<Result> {
  /**
   * Takes the step back when the workflow fails later. A local step's runs in a transaction; an external one's does not and
   * may run more than once, also with `undefined` where nobody knows whether the call came through: the
   * `idempotency_key` it gets is the one of the call.
   */
  undo?: (result: Stored<Result>, context: StepIdentity) => Promise<unknown> | unknown
  /** The step calls an outside system: it runs outside any transaction, at least once. Default: false. */
  external?: boolean
  /** How often it is tried, and how long it rests in between; a number is how often. Default: once. */
  retry?: number | RetryOptions
  /**
   * Seconds an external step may take each time. Then its `signal` is aborted and it fails with an error that
   * {@link isTimeout} knows. Default: no end.
   */
  timeout?: number
}

/** What a workflow waits for. */
export interface WaitOptions {
  /** The name of an event its definition lists in `events`. Default: it is answered by `completeStep` and `failStep` alone. */
  event?: string
  /** What the event is about: its `subject`, such as the id of a payment. Goes with `event`. */
  subject?: string
  /** What the event's data must hold, such as `{ status: 'captured' }`. Default: anything. */
  match?: object
  /** Seconds after which it fails with an error that {@link isTimeout} knows. Default: it waits for ever. */
  timeout?: number
}

/** Does one named part of a workflow, or gives what it gave before a crash. */
export interface Step {
  <Result>(
    name: string,
    work: (context: StepContext) => Promise<Result> | Result,
    options?: StepOptions<Result>,
  ): Promise<Stored<Result>>

  /**
   * Waits for something outside: an event, or an answer by `completeStep`. Meanwhile the execution holds neither a host nor a
   * connection. What came since the execution began counts, also if it came before this call; each signal is given once.
   *
   * @param name unique among the execution's steps
   * @returns the event's data, or what `completeStep` was given
   * @throws an error that {@link isTimeout} knows, once the time is over; what `failStep` was given
   * @example
   * await step.waitFor('payment', { event: 'payment.captured', subject: payment.id, timeout: 3600 })
   */
  waitFor<Payload = any>(name: string, options?: WaitOptions): Promise<Payload>

  /**
   * Sleeps, without holding a host for more than a few seconds.
   *
   * @param name unique among the execution's steps
   * @param until seconds, or the moment
   */
  sleep(name: string, until: number | Date): Promise<void>
}
