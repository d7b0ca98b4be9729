import { jetstreamManager } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'
import { EventTransport } from '@stoa/events'
import { provide } from '@stoa/kernel'
import { afterAll } from 'vitest'
import { type NatsOptions, NatsTransport } from '../src/index.ts'
import { parseServers } from '../src/servers.ts'

/** The NATS that tests share; undefined where there is none to test on. */
export const NATS_URL = process.env.NATS_URL

/** What keeps the streams of shops apart: each has a database, and its name. */
export const prefixOf = (url: string) => new URL(url).pathname.slice(1)

/** Makes a host of the shop on a database use NATS. */
export const onNats = (url: string, options: NatsOptions) => [
  provide(EventTransport, () => new NatsTransport({ prefix: prefixOf(url), ...options })),
]

const prefixes = new Set<string>()

/** As {@link onNats}, on the NATS that tests share. The shop's stream goes when the file is done. */
export function onSharedNats(url: string, options: Partial<NatsOptions> = {}) {
  prefixes.add(prefixOf(url))
  return onNats(url, { servers: NATS_URL as string, ...options })
}

afterAll(async () => {
  if (prefixes.size === 0) return
  const { tls: _, ...servers } = parseServers(NATS_URL as string)
  const connection = await connect(servers)
  const { streams } = await jetstreamManager(connection)
  for (const prefix of prefixes) await streams.delete(`${prefix}-events`).catch(() => undefined)
  await connection.close()
})
