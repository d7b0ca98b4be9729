import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { connect, headers } from '@nats-io/transport-node'

const BINARY = ['nats-server', '/usr/sbin/nats-server'].find(
  (path) => spawnSync(path, ['--version']).status === 0,
)

/** A NATS server of the experiment's own. */
export class NatsServer {
  readonly url: string
  readonly #port: number
  readonly #directory: string
  #process: ChildProcess | undefined

  private constructor(port: number, directory: string) {
    this.#port = port
    this.#directory = directory
    this.url = `nats://127.0.0.1:${port}`
  }

  static async open(port: number): Promise<NatsServer> {
    if (!BINARY) throw new Error('There is no nats-server: install it (Debian: apt-get install nats-server).')
    const server = new NatsServer(port, await mkdtemp(join(tmpdir(), 'stoa-chaos-nats-')))
    server.start()
    return server
  }

  start(): void {
    const address = ['-a', '127.0.0.1', '-p', String(this.#port)]
    this.#process = spawn(BINARY as string, [...address, '-js', '-sd', this.#directory], { stdio: 'ignore' })
  }

  async stop(): Promise<void> {
    const running = this.#process
    this.#process = undefined
    if (!running || running.exitCode !== null) return
    const ended = new Promise((resolve) => running.once('exit', resolve))
    running.kill('SIGKILL')
    await ended
  }

  /** Its disk is lost. It has to be stopped. */
  async wipe(): Promise<void> {
    await rm(this.#directory, { recursive: true, force: true })
  }

  async close(): Promise<void> {
    await this.stop()
    await this.wipe()
  }

  /**
   * Sends messages that are kept once more, in another order, as a network that stutters would.
   *
   * @returns how many
   */
  async repeat(most: number): Promise<number> {
    const connection = await connect({ servers: this.url })
    try {
      const manager = await jetstreamManager(connection)
      const messages: { subject: string; data: Uint8Array; header: ReturnType<typeof headers> }[] = []
      for await (const { config, state } of manager.streams.list()) {
        for (let seq = state.last_seq; seq > 0 && messages.length < most; seq -= 1) {
          const message = await manager.streams.getMessage(config.name, { seq }).catch(() => null)
          if (!message) continue
          const header = headers()
          for (const [name, values] of message.header) {
            if (name !== 'Nats-Msg-Id') for (const value of values) header.append(name, value)
          }
          messages.push({ subject: message.subject, data: message.data, header })
        }
      }
      messages.sort(() => Math.random() - 0.5)
      for (const { subject, data, header } of messages) {
        await jetstream(connection).publish(subject, data, { headers: header })
      }
      return messages.length
    } finally {
      await connection.close()
    }
  }
}
