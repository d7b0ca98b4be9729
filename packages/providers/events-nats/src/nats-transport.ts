import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { type JetStreamClient, type JetStreamManager, jetstream, jetstreamManager } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/transport-node'
import { type Consumer, EventTransport, type Publication, type TransportHost } from '@stoa/events'
import { StoaError } from '@stoa/kernel'
import { ensureConsumers, removeConsumers } from './consumers.ts'
import { deliveredUntil } from './delivered-until.ts'
import { Intake } from './intake.ts'
import { Link, reasonOf } from './link.ts'
import { Names } from './names.ts'
import type { NatsOptions } from './options.ts'
import { publishAll } from './publish.ts'
import { Pull } from './pull.ts'
import { parseServers } from './servers.ts'
import { ensureStream } from './stream.ts'

const ACK_WAIT = 30_000
const FIRST_WAIT = 250
const LONGEST_WAIT = 5_000
const REBUILD_PAUSE = 1_000
const NOT_YET = 'NATS is not ready yet.'

/** What there is while the connection stands and everything is in place on the server. */
interface Station {
  connection: NatsConnection
  client: JetStreamClient
  manager: JetStreamManager
}

/**
 * Carries events through NATS JetStream: each once in a stream, from which every subscriber has its own durable consumers.
 * What the stream loses is sent again from PostgreSQL.
 */
export class NatsTransport extends EventTransport {
  readonly #options: NatsOptions
  readonly #names: Names
  readonly #intakes = new Map<Consumer, Intake>()
  readonly #stopping = new AbortController()
  /** Runs what goes on in the background outside the transaction that it may be noticed in. */
  #outside = AsyncLocalStorage.snapshot()
  #host: TransportHost | undefined
  #link: Link | undefined
  #connection: NatsConnection | undefined
  #station: Station | undefined
  #pulls: Pull[] = []
  #problem: string | undefined
  /** Whether the stream has been there. */
  #placed = false
  /** Counts the occasions on which everything has to be put in place. */
  #occasions = 0
  #settling: Promise<void> | undefined

  /** @throws StoaError `invalid_data` for servers or a prefix that are none */
  constructor(options: NatsOptions) {
    super()
    parseServers(options.servers)
    const { prefix = 'stoa' } = options
    if (!/^[\w-]+$/.test(prefix)) {
      throw new StoaError(
        'invalid_data',
        `The prefix "${prefix}" may only have letters, digits, "_" and "-": it begins the names of subjects in NATS.`,
      )
    }
    this.#options = options
    this.#names = new Names(prefix)
  }

  override get problem(): string | undefined {
    return this.#link?.problem ?? this.#problem ?? (this.#station ? undefined : NOT_YET)
  }

  override async start(host: TransportHost): Promise<void> {
    this.#host = host
    this.#outside = AsyncLocalStorage.snapshot()
    const { ack_wait = ACK_WAIT } = this.#options
    for (const consumer of host.consumers) {
      const settings = { ack_wait, load: host.load, log: host.log }
      this.#intakes.set(consumer, new Intake(consumer, settings))
    }
    this.#link = new Link(this.#options, {
      log: host.log,
      up: (connection) => {
        this.#station = undefined
        this.#connection = connection
        void this.#settle()
      },
      down: () => {
        this.#station = undefined
      },
    })
    await this.#link.start()
    // What cannot be put in place soon is tried again in the background.
    await Promise.race([this.#settling, this.#sleep(LONGEST_WAIT)])
  }

  override async publish(publications: readonly Publication[]): Promise<void> {
    const { connection, client } = this.#ready
    try {
      await publishAll(connection, client, this.#names, publications)
    } catch (error) {
      void this.#settle()
      throw error
    }
  }

  override async forget(subscriber: string): Promise<void> {
    await removeConsumers(this.#ready.manager, this.#names, subscriber)
  }

  override async deliveredUntil(subscriber: string): Promise<Date | undefined> {
    return this.#station && deliveredUntil(this.#station.manager, this.#names, subscriber)
  }

  override async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#leave()
    await Promise.all([...this.#intakes.values()].map((intake) => intake.end()))
    await this.#link?.stop()
  }

  get #ready(): Station {
    if (this.problem === undefined && this.#station) return this.#station
    throw new StoaError('unexpected_state', this.problem ?? NOT_YET)
  }

  /**
   * Puts everything in place that has to be on the server: on a new connection, and whenever something seems to be gone.
   * Resolves once it is, or there is no connection any longer.
   */
  #settle(): Promise<void> {
    this.#occasions += 1
    this.#settling ??= this.#outside(() => this.#run()).finally(() => {
      this.#settling = undefined
    })
    return this.#settling
  }

  async #run(): Promise<void> {
    let wait = FIRST_WAIT
    // Without a connection there is nothing to do until there is one again.
    while (!this.#stopping.signal.aborted && this.#link?.problem === undefined) {
      const occasion = this.#occasions
      try {
        await this.#place(this.#connection as NatsConnection)
        if (occasion === this.#occasions) return
      } catch (error) {
        this.#fail(error)
        await this.#sleep(wait)
        wait = Math.min(wait * 2, LONGEST_WAIT)
      }
    }
  }

  async #place(connection: NatsConnection): Promise<void> {
    const host = this.#host as TransportHost
    const manager = await jetstreamManager(connection, { checkAPI: false })
    const client = jetstream(connection)
    const { replicas = 1, ack_wait = ACK_WAIT } = this.#options
    const { shop_id, keep_days } = host
    await ensureStream(manager, this.#names, {
      shop_id,
      keep_days,
      replicas,
      pause: this.#placed ? REBUILD_PAUSE : 0,
    })
    this.#placed = true
    const incarnations = await Promise.all(
      (await host.wanted()).map(
        async (wanted): Promise<[string, string]> => [
          wanted.name,
          await ensureConsumers(manager, this.#names, wanted, ack_wait),
        ],
      ),
    )
    await host.attach(new Map(incarnations))
    // What goes on asking over a connection that was lost in between would take long to notice.
    if (this.#station?.connection !== connection) await this.#pullFrom(client)
    if (this.#link?.problem !== undefined) return
    this.#station = { connection, client, manager }
    this.#problem = undefined
    host.recovered()
  }

  async #pullFrom(client: JetStreamClient): Promise<void> {
    await this.#leave()
    for (const [consumer, intake] of this.#intakes) {
      for (const name of Object.values(this.#names.consumers(consumer))) {
        const source = await client.consumers.get(this.#names.stream, name)
        if (this.#stopping.signal.aborted) return
        this.#pulls.push(new Pull(source, intake, () => this.#settle()))
      }
    }
  }

  /** Takes no more messages. Handlers at work go on. */
  async #leave(): Promise<void> {
    await Promise.all(this.#pulls.splice(0).map((pull) => pull.stop()))
  }

  #fail(error: unknown): void {
    const problem = `NATS cannot be used: ${reasonOf(error)}.`
    if (this.#stopping.signal.aborted || this.#link?.problem !== undefined) return
    // Once for each thing that is wrong, not for each attempt.
    if (this.#problem !== problem) {
      this.#host?.log(`${problem} Events wait in the database, and it is tried again.`, { error })
    }
    this.#problem = problem
  }

  async #sleep(milliseconds: number): Promise<void> {
    await sleep(milliseconds, undefined, { signal: this.#stopping.signal }).catch(() => undefined)
  }
}
