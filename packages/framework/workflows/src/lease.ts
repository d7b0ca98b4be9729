import type { Log } from '@stoa/kernel'

/** Says from time to time that this process still works on an execution. */
export class Lease {
  readonly #timer: NodeJS.Timeout
  readonly #log: Log

  /**
   * @param seconds how long it holds without being renewed
   * @param renew resolves to false once another host has taken over
   * @param lost called when it has
   */
  constructor(seconds: number, renew: () => Promise<boolean>, lost: () => void, log: Log) {
    this.#log = log
    this.#timer = setInterval(() => void this.#tick(renew, lost), (seconds * 1000) / 3)
    this.#timer.unref()
  }

  end(): void {
    clearInterval(this.#timer)
  }

  async #tick(renew: () => Promise<boolean>, lost: () => void): Promise<void> {
    try {
      if (await renew()) return
      this.end()
      lost()
    } catch (error) {
      this.#log('A lease could not be renewed.', { error })
    }
  }
}
