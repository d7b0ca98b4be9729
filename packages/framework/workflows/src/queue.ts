/** Lets one in after the other, in the order in which they come. */
export class Queue {
  #last: Promise<void> = Promise.resolve()

  /** @returns what lets the next one in; never call it late, it is waited for */
  async enter(): Promise<() => void> {
    const before = this.#last
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#last = promise
    await before
    return resolve
  }
}
