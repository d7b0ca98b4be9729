import { createHash } from 'node:crypto'

/** A prepared shape holds about 270 KB on each connection, so only so many are prepared, and only what comes again. */
const MOST_NAMES = 100
const MOST_SEEN = 1000

/** Gives names to statements worth preparing: from the second time their text is seen. */
export class PreparedNames {
  readonly #names = new Map<string, string>()
  readonly #seen = new Set<string>()

  nameOf(text: string): string | undefined {
    const name = this.#names.get(text)
    if (name !== undefined || this.#names.size >= MOST_NAMES) return name
    if (!this.#seen.has(text)) {
      if (this.#seen.size >= MOST_SEEN) this.#seen.clear()
      this.#seen.add(text)
      return undefined
    }
    const fresh = `q_${createHash('sha1').update(text).digest('hex').slice(0, 20)}`
    this.#names.set(text, fresh)
    this.#seen.delete(text)
    return fresh
  }
}
