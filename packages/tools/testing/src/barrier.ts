import { withPatience } from './patience.ts'

/** A named point that a number of parties leave together. */
export type Barrier = {
  name: string
  /** Waits until all have arrived. Rejects if the others do not come in time. */
  arrive(): Promise<void>
}

/**
 * Makes a barrier that lets its parties go on once all of them have arrived.
 *
 * @param parties how many.
 * @param patience how long the first waits for the last, in milliseconds; default 10 s. Only a test that fails waits that long.
 * @example
 * const barrier = createBarrier('both have read the stock', 2)
 * await Promise.all([1, 2].map(() => reserve({ afterReading: () => barrier.arrive() })))
 */
export function createBarrier(name: string, parties: number, patience = 10_000): Barrier {
  const complete = Promise.withResolvers<void>()
  let arrived = 0
  return {
    name,
    async arrive() {
      arrived += 1
      if (arrived > parties) throw new Error(`The barrier "${name}" is for ${parties}; one more arrived.`)
      if (arrived === parties) complete.resolve()
      const complaint = () =>
        `Only ${arrived} of ${parties} reached the barrier "${name}" within ${patience} ms.`
      await withPatience(complete.promise, patience, complaint)
    },
  }
}
