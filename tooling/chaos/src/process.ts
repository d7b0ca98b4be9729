import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const HOST = fileURLToPath(new URL('host.ts', import.meta.url))
const PATIENCE = 180_000

/** One host, as a process that is killed and started again. */
export class HostProcess {
  readonly url: string
  readonly #environment: NodeJS.ProcessEnv
  readonly #log: number
  #process: ChildProcess | undefined
  kills = 0

  constructor(port: number, environment: NodeJS.ProcessEnv, log: number) {
    this.url = `http://127.0.0.1:${port}`
    this.#environment = { ...process.env, ...environment, PORT: String(port) }
    this.#log = log
  }

  /** Resolves once it answers. */
  async start(): Promise<void> {
    this.#process = spawn(process.execPath, ['--conditions=@stoa/source', HOST], {
      env: this.#environment,
      stdio: ['ignore', this.#log, this.#log],
    })
    const deadline = Date.now() + PATIENCE
    while (!(await this.#answers())) {
      if (this.#process.exitCode !== null) return this.start()
      if (Date.now() > deadline) throw new Error(`The host at ${this.url} did not start.`)
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }

  /** Ends it like a power cut. */
  async kill(): Promise<void> {
    this.kills += 1
    await this.#end('SIGKILL')
  }

  /** Ends it like an operator. */
  stop(): Promise<void> {
    return this.#end('SIGTERM')
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const running = this.#process
    if (!running || running.exitCode !== null || running.signalCode !== null) return
    const ended = new Promise((resolve) => running.once('exit', resolve))
    running.kill(signal)
    await ended
  }

  #answers(): Promise<boolean> {
    return fetch(`${this.url}/health`).then(
      ({ ok }) => ok,
      () => false,
    )
  }
}
