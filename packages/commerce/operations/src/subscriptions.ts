import type { Progress, ProgressKind, Workflows } from '@stoa/workflows'
import { EventStream } from './event-stream.ts'

/** Clients that may listen on one host. */
export const MOST_SUBSCRIBERS = 100
const HEARTBEAT = 20_000
/** Milliseconds after which clients are asked again whether they may listen. */
const ASKED_AGAIN = 3_000
/** Milliseconds after which a client has to come again. */
const LONGEST = 15 * 60_000

/** Which executions a client wants to hear of. */
export interface Subscription {
  workflow_id: string
  /** Only this one; the stream ends with it. Default: all of the workflow. */
  execution_id?: string
  /** Rejects once the client may not listen any more; asked again and again. */
  admit(): Promise<void>
}

const EVENT_TYPES: Record<ProgressKind, string> = {
  began: 'onBegin',
  step_began: 'onStepBegin',
  step_waits: 'onStepAwaiting',
  step_done: 'onStepSuccess',
  step_retries: 'onStepFailure',
  step_failed: 'onStepFailure',
  compensation_began: 'onCompensateBegin',
  step_compensated: 'onCompensateStepSuccess',
  ended: 'onFinish',
}

/** Tells clients of what happens to executions. However many they are, the host watches once. */
export class Subscriptions {
  readonly #workflows: Workflows
  readonly #streams = new Map<EventStream, Subscription>()
  readonly #timers = [
    setInterval(() => this.#beat(), HEARTBEAT),
    setInterval(() => void this.#askAgain(), ASKED_AGAIN),
  ]
  #asking = false
  #watching: Promise<() => Promise<void>> | undefined
  #closed = false

  constructor(workflows: Workflows) {
    this.#workflows = workflows
    for (const timer of this.#timers) timer.unref()
  }

  get full(): boolean {
    return this.#streams.size >= MOST_SUBSCRIBERS
  }

  /** Opens a stream. One execution that has ended already is told of at once. */
  async open(subscription: Subscription): Promise<EventStream> {
    const stream = new EventStream()
    this.#streams.set(stream, subscription)
    stream.once('close', () => void this.#forget(stream))
    try {
      this.#watching ??= this.#workflows.watch((progress) => this.#tell(progress))
      await this.#watching
      if (subscription.execution_id !== undefined) await this.#tellIfEnded(stream, subscription.execution_id)
      if (this.#closed) stream.end()
      return stream
    } catch (error) {
      stream.destroy()
      throw error
    }
  }

  /** Ends all streams, in order. */
  async close(): Promise<void> {
    this.#closed = true
    for (const timer of this.#timers) clearInterval(timer)
    for (const stream of this.#streams.keys()) stream.end()
    this.#streams.clear()
    await this.#unwatch()
  }

  async #forget(stream: EventStream): Promise<void> {
    this.#streams.delete(stream)
    if (this.#streams.size === 0) await this.#unwatch()
  }

  async #unwatch(): Promise<void> {
    const watching = this.#watching
    this.#watching = undefined
    await watching?.then((end) => end()).catch(() => undefined)
  }

  #beat(): void {
    for (const stream of this.#streams.keys()) {
      if (Date.now() > stream.began + LONGEST) stream.end()
      else stream.beat()
    }
  }

  /** One after another, so that many who listen are no burst. Whoever cannot be asked comes again, and is asked then. */
  async #askAgain(): Promise<void> {
    if (this.#asking) return
    this.#asking = true
    for (const [stream, { admit }] of [...this.#streams]) {
      if (stream.destroyed) continue
      await admit().catch(() => stream.end())
    }
    this.#asking = false
  }

  #tell(progress: Progress | undefined): void {
    if (!progress) {
      void this.#lookAgain()
      return
    }
    const { id, workflow } = progress.execution
    for (const [stream, { workflow_id, execution_id }] of this.#streams) {
      if (workflow_id !== workflow || (execution_id !== undefined && execution_id !== id)) continue
      stream.send(messageOf(progress))
      if (execution_id !== undefined && progress.kind === 'ended') stream.end()
    }
  }

  /** Something was missed: it may have been an end that somebody waits for. */
  async #lookAgain(): Promise<void> {
    for (const [stream, { execution_id }] of [...this.#streams]) {
      if (execution_id !== undefined)
        await this.#tellIfEnded(stream, execution_id).catch(() => stream.destroy())
    }
  }

  async #tellIfEnded(stream: EventStream, id: string): Promise<void> {
    const execution = await this.#workflows.retrieveExecution(id)
    if (execution.finished_at === null) return
    stream.send(messageOf({ kind: 'ended', execution }))
    stream.end()
  }
}

/** What happened, in the words of the wire. */
function messageOf({ kind, execution, step }: Progress): object {
  const { id, workflow, transaction_id, status, result, error } = execution
  const about = { eventType: EVENT_TYPES[kind], workflowId: workflow, transactionId: transaction_id ?? id }
  if (step) {
    const { name, attempts } = step
    return {
      ...about,
      step: { id: `_root.${name}`, action: name, attempts },
      ...(kind === 'step_done' ? { response: step.result ?? null } : {}),
      ...(step.error ? { errors: [{ action: name, handlerType: 'invoke', error: step.error }] } : {}),
    }
  }
  if (kind !== 'ended') return about
  return {
    ...about,
    ...(status === 'succeeded' ? { result: result ?? null } : {}),
    errors: error ? [{ action: workflow, handlerType: 'invoke', error }] : [],
  }
}
