import type { StoaServer } from '@stoa/http'
import type { Modules } from '@stoa/kernel'
import { addMetrics, startTracing } from '@stoa/telemetry'
import type { Closing } from './closing.ts'
import type { HostOptions } from './options.ts'

/** Makes it visible what the host does, as far as it is wanted. Before the routes, or it would not see them. */
export async function addTelemetry(
  app: StoaServer,
  modules: Modules,
  { metrics, traces = false }: HostOptions,
  closing: Closing,
): Promise<void> {
  if (traces) {
    const tracing = await startTracing()
    closing.add(() => tracing.stop())
    await tracing.trace(app, modules.database)
  }
  if (metrics) addMetrics(app, metrics)
}
