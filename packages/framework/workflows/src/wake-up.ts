/** A pause that ends when its time is over or when it is woken under its name. */
export class WakeUp {
  readonly #waiting = new Map<string, Set<() => void>>()

  async pause(name: string, milliseconds: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, milliseconds)
    const waiting = this.#waiting.get(name) ?? new Set()
    this.#waiting.set(name, waiting.add(resolve))
    await promise
    clearTimeout(timer)
    waiting.delete(resolve)
    if (waiting.size === 0) this.#waiting.delete(name)
  }

  /** Wakes those under this name; all of them where it is empty. */
  wake(name: string): void {
    const sets =
      name === '' ? [...this.#waiting.values()] : [this.#waiting.get(name) ?? new Set<() => void>()]
    for (const set of sets) for (const resolve of set) resolve()
  }
}
