import { Events } from '@stoa/events'
import type { StoaServer } from '@stoa/http'
import type { Modules } from '@stoa/kernel'
import { addMetrics, Metrics, type Sample, startTracing } from '@stoa/telemetry'
import { type ExecutionCounts, Workflows } from '@stoa/workflows'
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
  if (!metrics) return
  addMetrics(app, metrics)
  const gauges = modules.resolve(Metrics)
  gauges.sample(() => eventSamples(modules.resolve(Events)))
  gauges.sample(async () => workflowSamples(await modules.resolve(Workflows).counts()))
}

async function eventSamples(events: Events): Promise<Sample[]> {
  const { undispatched, oldest_undispatched, retrying, dead } = await events.backlog()
  return [
    { name: 'stoa_events_waiting', help: 'Events that no host has dispatched yet', value: undispatched },
    {
      name: 'stoa_events_oldest_seconds',
      help: 'Seconds since the oldest of them was emitted',
      value: oldest_undispatched,
    },
    { name: 'stoa_events_retrying', help: 'Events that a subscriber gets again', value: retrying },
    { name: 'stoa_events_dead', help: 'Dead letters', value: dead },
    {
      name: 'stoa_events_degraded',
      help: '1 while what carries events is away, such as NATS',
      value: events.problem === undefined ? 0 : 1,
    },
  ]
}

function workflowSamples({ stuck, oldest_unfinished, ...states }: ExecutionCounts): Sample[] {
  return [
    ...Object.entries(states).map(([state, value]) => ({
      name: 'stoa_workflows',
      help: 'Executions of workflows that are kept, by what they do',
      value,
      labels: { state },
    })),
    { name: 'stoa_workflows_stuck', help: 'Executions of a version that no host knows', value: stuck },
    {
      name: 'stoa_workflows_oldest_seconds',
      help: 'Seconds since the oldest unfinished execution began',
      value: oldest_unfinished,
    },
  ]
}
