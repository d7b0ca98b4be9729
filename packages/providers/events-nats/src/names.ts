import type { Recipient } from '@stoa/events'

/** What NATS takes for more than a plain character in a subject or name, and the `=` that stands for it here. */
const SPECIAL = /[^\w-]/gu

/**
 * As in URLs, but with `=` for `%`: the server formats the subjects of acknowledgements with the consumer's name in the
 * format, and a `%` in it makes messages no client can read.
 */
const encoded = (text: string) =>
  text.replace(SPECIAL, (character) =>
    encodeURIComponent(character)
      .replace(/^[^%]$/, hex)
      .replaceAll('%', '='),
  )

const hex = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`

/** The names of a shop's stream, subjects and consumers. */
export class Names {
  readonly stream: string
  readonly #prefix: string

  constructor(prefix: string) {
    this.#prefix = prefix
    this.stream = `${prefix}-events`
  }

  /** All subjects of the stream. */
  get subjects(): string[] {
    return [`${this.#prefix}.event.>`, `${this.#prefix}.again.*`]
  }

  /** Where an event goes the first time: `stoa.event.order.placed`. */
  event(type: string): string {
    // What begins or ends with a dot, or has two in a row, has an empty part.
    const parts = type.split('.')
    const plain = parts.every((part) => part !== '')
    return `${this.#prefix}.event.${plain ? parts.map(encoded).join('.') : encoded(type)}`
  }

  /** Where an event goes that a subscriber gets again: `stoa.again.send-receipt`. */
  again(subscriber: string): string {
    return `${this.#prefix}.again.${encoded(subscriber)}`
  }

  /** The durable consumers of a subscriber. */
  consumers({ name }: Pick<Recipient, 'name'>): { first: string; again: string } {
    return { first: `first-${encoded(name)}`, again: `again-${encoded(name)}` }
  }

  /**
   * One pattern for all events a subscriber wants, for a consumer has one: `stoa.event.order.*`. It may fit others too.
   */
  pattern(events: readonly string[]): string {
    const [first = [], ...others] = events.map((type) => this.#pathOf(type))
    return others.reduce(common, first).join('.')
  }

  #pathOf(type: string): string[] {
    return (type === '*' ? `${this.#prefix}.event.>` : this.event(type)).split('.')
  }
}

/** The narrowest pattern that fits whatever fits one of two. */
function common(one: readonly string[], other: readonly string[]): string[] {
  const open = one.length !== other.length || one.at(-1) === '>' || other.at(-1) === '>'
  const shared = one.slice(0, open ? Math.min(one.length, other.length) - 1 : one.length)
  const joined = shared.map((part, at) => (part === other[at] ? part : '*'))
  return open ? [...joined, '>'] : joined
}
