import { setTimeout as sleep } from 'node:timers/promises'
import type { NatsConnection } from '@nats-io/transport-node'
import type { Log } from '@stoa/kernel'
import { connect } from './connect.ts'
import type { NatsOptions } from './options.ts'

const FIRST_WAIT = 250
const LONGEST_WAIT = 5_000
/** Milliseconds after which a server that does not answer is left, when the host stops. */
const LONGEST_DRAIN = 5_000

/** Who hears of the connection. */
export interface LinkListener {
  log: Log
  /** It is there, for the first time or again. */
  up(connection: NatsConnection): void
  /** It is lost. */
  down(): void
}

/** A connection to NATS that is made again whenever it is lost, also if there was none to begin with. */
export class Link {
  readonly #options: NatsOptions
  readonly #listener: LinkListener
  readonly #stopping = new AbortController()
  #connection: NatsConnection | undefined
  #problem: string | undefined = 'NATS is not connected yet.'
  #running: Promise<void> | undefined

  constructor(options: NatsOptions, listener: LinkListener) {
    this.#options = options
    this.#listener = listener
  }

  /** Why there is no connection now; undefined if there is. */
  get problem(): string | undefined {
    return this.#problem
  }

  /** Resolves after the first attempt, whatever came of it. */
  async start(): Promise<void> {
    const first = await this.#connect()
    this.#running = this.#run(first)
  }

  /** Sends what is still to be sent, and disconnects. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    const connection = this.#connection
    if (connection && this.#problem === undefined) {
      const drained = connection.drain().catch(() => undefined)
      await Promise.race([drained, sleep(LONGEST_DRAIN, undefined, { ref: false })])
    }
    await connection?.close()
    await this.#running
    // One that was being made meanwhile.
    await this.#connection?.close()
  }

  async #run(first: NatsConnection | undefined): Promise<void> {
    let connection = first
    let wait = FIRST_WAIT
    while (!this.#stopping.signal.aborted) {
      if (connection) {
        wait = FIRST_WAIT
        await this.#watch(connection)
      }
      await sleep(wait, undefined, { signal: this.#stopping.signal }).catch(() => undefined)
      wait = Math.min(wait * 2, LONGEST_WAIT)
      if (!this.#stopping.signal.aborted) connection = await this.#connect()
    }
  }

  async #connect(): Promise<NatsConnection | undefined> {
    try {
      this.#connection = await connect(this.#options)
      this.#up(this.#connection)
      return this.#connection
    } catch (error) {
      this.#fail(error)
      return undefined
    }
  }

  /** Resolves once the connection is closed for good. */
  async #watch(connection: NatsConnection): Promise<void> {
    for await (const { type } of connection.status()) {
      if (type === 'reconnect') this.#up(connection)
      else if (type === 'disconnect' && !this.#stopping.signal.aborted) this.#fail(undefined)
    }
    const error = await connection.closed()
    if (!this.#stopping.signal.aborted) this.#fail(error ?? undefined)
  }

  #up(connection: NatsConnection): void {
    if (this.#connection !== connection || this.#stopping.signal.aborted) return
    this.#problem = undefined
    this.#listener.up(connection)
  }

  #fail(error: unknown): void {
    const reason = error === undefined ? 'the connection was lost' : reasonOf(error)
    const problem = `NATS cannot be reached: ${reason}.`
    // Once for each thing that is wrong, not for each attempt.
    if (this.#problem !== problem) {
      this.#listener.log(`${problem} Events wait in the database, and it is tried again.`, { error })
    }
    this.#problem = problem
    this.#listener.down()
  }
}

/** An error's text, to stand in a sentence. */
export const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/\.$/, '')
