import { Readable } from 'node:stream'

/** Bytes that may wait for a client that does not read. */
const MOST_WAITING = 1_048_576
/** Milliseconds after which a client that was cut off comes back. */
const COMES_BACK = 1_000

/** Server-sent events to one client. A client that reads too slowly is cut off. */
export class EventStream extends Readable {
  readonly began = Date.now()
  #ended = false

  constructor() {
    super({ read: () => undefined })
    this.push(`retry: ${COMES_BACK}\n\n`)
  }

  /** @param data is sent as JSON, which has no line breaks of its own */
  send(data: object): void {
    this.#write(`event: message\ndata: ${JSON.stringify(data)}\n\n`)
  }

  /** A comment, which clients pass over: proxies see that the connection is in use. */
  beat(): void {
    this.#write(': \n\n')
  }

  /** What was sent still arrives. */
  end(): void {
    if (this.#ended || this.destroyed) return
    this.#ended = true
    this.push(null)
  }

  #write(text: string): void {
    if (this.#ended || this.destroyed) return
    if (this.readableLength > MOST_WAITING) this.destroy()
    else this.push(text)
  }
}
