import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createConnection, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

/** Debian puts it where a user's PATH may not look. */
const BINARY = ['nats-server', '/usr/sbin/nats-server'].find(
  (path) => spawnSync(path, ['--version']).status === 0,
)

/** Why tests that stop and start servers cannot run; undefined if they can. */
export const noServer = !process.env.NATS_URL
  ? 'skipped: NATS_URL is not set'
  : BINARY === undefined
    ? 'skipped: there is no nats-server on this machine'
    : undefined

const servers: NatsServer[] = []

afterAll(async () => {
  for (const server of servers.splice(0)) await server.remove()
})

/** A nats-server of a test's own. */
export class NatsServer {
  readonly url: string
  readonly #port: number
  readonly #arguments: string[]
  readonly #directory: string
  #process: ChildProcess | undefined

  private constructor(port: number, directory: string, more: readonly string[]) {
    this.#port = port
    this.url = `nats://127.0.0.1:${port}`
    this.#directory = directory
    this.#arguments = ['-a', '127.0.0.1', '-p', String(port), '-js', '-sd', directory, ...more]
    servers.push(this)
  }

  /** @param more arguments of nats-server */
  static async create(port: number, more: readonly string[] = []): Promise<NatsServer> {
    return new NatsServer(port, await mkdtemp(join(tmpdir(), 'stoa-nats-')), more)
  }

  /** Resolves once it lets clients in. */
  async start(): Promise<void> {
    await this.begin()
    await until(() => greeting(this.#port))
  }

  /** Starts the process, and does not wait for it. */
  async begin(): Promise<void> {
    this.#process = spawn(BINARY as string, this.#arguments, { stdio: 'ignore' })
  }

  /** Ends it, in order or at once. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const running = this.#process
    this.#process = undefined
    if (!running || running.exitCode !== null) return
    const ended = new Promise((resolve) => running.once('exit', resolve))
    running.kill(signal)
    await ended
  }

  /** Deletes its data. It has to be stopped. */
  async wipe(): Promise<void> {
    await rm(this.#directory, { recursive: true, force: true })
  }

  async remove(): Promise<void> {
    await this.stop('SIGKILL')
    await this.wipe()
  }
}

/** A server that runs, on a free port, with more arguments of nats-server. */
export async function startServer(...more: string[]): Promise<NatsServer> {
  const [port = 0] = await freePorts(1)
  const server = await NatsServer.create(port, more)
  await server.start()
  return server
}

/** Servers that form a cluster. */
export async function startCluster(count: number): Promise<NatsServer[]> {
  const ports = await freePorts(2 * count)
  const [clients, routes] = [ports.slice(0, count), ports.slice(count)]
  const known = routes.map((port) => `nats://127.0.0.1:${port}`).join(',')
  const members = await Promise.all(
    clients.map((port, at) =>
      NatsServer.create(port, [
        ...['--name', `server-${at}`, '--cluster_name', 'stoa'],
        ...['--cluster', `nats://127.0.0.1:${routes[at]}`, '--routes', known],
      ]),
    ),
  )
  await Promise.all(members.map((member) => member.start()))
  return members
}

async function freePorts(count: number): Promise<number[]> {
  const holders = await Promise.all(
    Array.from({ length: count }, async () => {
      const holder = createServer().listen(0, '127.0.0.1')
      await new Promise((resolve) => holder.once('listening', resolve))
      return holder
    }),
  )
  const ports = holders.map((holder) => (holder.address() as { port: number }).port)
  await Promise.all(holders.map((holder) => new Promise((resolve) => holder.close(resolve))))
  return ports
}

/** A server says who it is as soon as somebody connects, whatever it asks for then. */
async function greeting(port: number): Promise<void> {
  const socket = createConnection(port, '127.0.0.1')
  try {
    await once(socket, 'data')
  } finally {
    socket.destroy()
  }
}

/** Tries until it succeeds, for ten seconds. */
async function until<Result>(attempt: () => Promise<Result>): Promise<Result> {
  const deadline = Date.now() + 10_000
  while (true) {
    try {
      return await attempt()
    } catch (error) {
      if (Date.now() > deadline) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}
