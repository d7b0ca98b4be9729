import { StoaError } from '@stoa/kernel'

/** So many are told of at once; who has more to mend comes again. */
const MOST_TOLD = 20

/** What is wrong with a file, and where. */
export class Problems {
  readonly #list: { line: number; text: string }[] = []

  /**
   * Remembers what is wrong.
   *
   * @param column its name; undefined for what concerns the whole row
   */
  add(line: number, column: string | undefined, message: string): void {
    this.#list.push({ line, text: `Line ${line}${column === undefined ? '' : `, ${column}`}: ${message}` })
  }

  /** @throws StoaError `invalid_data` that tells all of it, from the first line on, if there is any */
  throwIfAny(): void {
    if (this.#list.length === 0) return
    const told = this.#list.toSorted((a, b) => a.line - b.line).slice(0, MOST_TOLD)
    const more = this.#list.length - told.length
    const rest = more > 0 ? [`And ${more} more.`] : []
    throw new StoaError('invalid_data', [...told.map(({ text }) => text), ...rest].join(' '))
  }
}
