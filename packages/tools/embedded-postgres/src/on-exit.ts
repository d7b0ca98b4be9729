const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const pending = new Set<() => void>()

/**
 * Runs `stop` when the process ends without having called it: by `process.exit`, an uncaught error, or a signal nobody
 * else handles. A signal the host does handle is left to it. Returns how to call that off.
 */
export function onExit(stop: () => void): () => void {
  if (pending.size === 0) {
    process.on('exit', stopAll)
    for (const signal of signals) process.on(signal, onSignal)
  }
  pending.add(stop)
  return () => {
    pending.delete(stop)
    if (pending.size === 0) stopListening()
  }
}

function onSignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return
  stopAll()
  // Without our listener the signal does what it would have done.
  process.kill(process.pid, signal)
}

function stopAll(): void {
  stopListening()
  for (const stop of pending) stop()
  pending.clear()
}

function stopListening(): void {
  process.off('exit', stopAll)
  for (const signal of signals) process.off(signal, onSignal)
}
