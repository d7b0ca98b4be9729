/** A number of places, and who waits for one. */
export class Slots {
  #free: number
  readonly #waiting: (() => void)[] = []

  constructor(count: number) {
    this.#free = count
  }

  /** Takes a place if one is free. */
  take(): boolean {
    if (this.#free === 0) return false
    this.#free -= 1
    return true
  }

  /** Gives a place back. */
  release(): void {
    this.#free += 1
    for (const resolve of this.#waiting.splice(0)) resolve()
  }

  /** Resolves when a place is free, without taking it. */
  async vacancy(): Promise<void> {
    while (this.#free === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }
}
