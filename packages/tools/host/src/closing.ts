/** What is to be closed, in the reverse of the order in which it was opened. */
export class Closing {
  readonly #closers: (() => unknown)[] = []
  #closed: Promise<void> | undefined

  add(closer: () => unknown): void {
    this.#closers.push(closer)
  }

  /** Closes everything, also what comes after something that failed to close. Once, however often it is called. */
  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  async #close(): Promise<void> {
    const failures: unknown[] = []
    for (const closer of this.#closers.reverse()) {
      try {
        await closer()
      } catch (error) {
        failures.push(error)
      }
    }
    if (failures.length > 0) throw failures.length === 1 ? failures[0] : new AggregateError(failures)
  }
}
