const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const

/** Resolves at the first signal to end. The second one ends the process at once, whatever is still open. */
export function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false
    for (const [signal, code] of Object.entries(SIGNALS)) {
      process.on(signal, () => {
        if (asked) process.exit(code)
        asked = true
        resolve()
      })
    }
  })
}
