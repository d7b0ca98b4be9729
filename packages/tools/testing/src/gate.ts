import { withPatience } from './patience.ts'

/** A named point where code is held until the test lets it go on. */
export type Gate = {
  name: string
  /** For the code to be held: says that it is here, and waits until the gate is open. */
  pass(): Promise<void>
  /** For the test: resolves when somebody has come to the gate. Rejects if nobody comes in time. */
  readonly reached: Promise<void>
  /** Lets everybody through, those who wait and those who come later. */
  open(): void
}

/**
 * Makes a gate, to hold one transaction at a known point while another runs.
 *
 * @param patience how long `reached` waits, in milliseconds; default 10 s. Only a test that fails waits that long.
 * @example
 * const gate = createGate('stock is reserved')
 * const first = placeOrder({ afterReserving: () => gate.pass() })
 * await gate.reached
 * await placeOrder()
 * gate.open()
 * await first
 */
export function createGate(name: string, patience = 10_000): Gate {
  const arrival = Promise.withResolvers<void>()
  const opening = Promise.withResolvers<void>()
  return {
    name,
    pass() {
      arrival.resolve()
      return opening.promise
    },
    get reached() {
      return withPatience(
        arrival.promise,
        patience,
        () => `Nobody reached the gate "${name}" within ${patience} ms.`,
      )
    },
    open: () => opening.resolve(),
  }
}
