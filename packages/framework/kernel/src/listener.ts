import pg, { type Pool } from 'pg'
import { connectionOf } from './connection.ts'

const FIRST_WAIT = 250
const LONGEST_WAIT = 10_000

/**
 * Hears NOTIFY on one channel over a connection of its own, and connects again when that is lost. A hint, never a
 * guarantee: whoever uses it must also look by itself from time to time.
 */
export class Listener {
  readonly #pool: Pool
  readonly #channel: string
  readonly #heard: (payload: string) => void
  #client: pg.Client | undefined
  #retry: NodeJS.Timeout | undefined
  #wait = FIRST_WAIT
  #stopped = false

  /**
   * @param pool whose settings say where to connect
   * @param heard called with each payload, and with an empty one after every (re)connect, as something may have been missed
   */
  constructor(pool: Pool, channel: string, heard: (payload: string) => void) {
    this.#pool = pool
    this.#channel = channel
    this.#heard = heard
  }

  async start(): Promise<void> {
    const client = new pg.Client({ ...connectionOf(this.#pool), keepAlive: true })
    this.#client = client
    client.on('notification', ({ payload = '' }) => this.#heard(payload))
    client.on('error', () => undefined)
    client.once('end', () => this.#lost(client))
    try {
      await client.connect()
      await client.query(`listen ${pg.escapeIdentifier(this.#channel)}`)
    } catch {
      await client.end().catch(() => undefined)
      this.#lost(client)
      return
    }
    this.#wait = FIRST_WAIT
    if (!this.#stopped) this.#heard('')
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#retry)
    await this.#client?.end().catch(() => undefined)
  }

  #lost(client: pg.Client): void {
    if (this.#stopped || this.#client !== client) return
    this.#client = undefined
    this.#retry = setTimeout(() => void this.start(), this.#wait)
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT)
  }
}
