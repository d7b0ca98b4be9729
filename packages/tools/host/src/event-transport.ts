import { EventTransport } from '@stoa/events'
import { type Provider, provide } from '@stoa/kernel'
import type { HostOptions } from './options.ts'

/** NATS where it is configured. Otherwise the events' own transport stays, and no NATS client is loaded. */
export async function eventTransport({ nats }: HostOptions): Promise<Provider<EventTransport>[]> {
  if (!nats) return []
  const { NatsTransport } = await import('@stoa/events-nats')
  const transport = new NatsTransport(nats)
  return [provide(EventTransport, () => transport)]
}
