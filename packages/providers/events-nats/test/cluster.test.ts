import { setTimeout as sleep } from 'node:timers/promises'
import { jetstreamManager } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'
import type { StoaEvent } from '@stoa/events'
import { describe, expect, test, vi } from 'vitest'
import { collector, effects, noting, openHost, shopDatabase } from '../../../framework/events/test/host.ts'
import { type NatsServer, noServer, startCluster } from './nats-server.ts'
import { onNats, prefixOf } from './shared-nats.ts'

const PATIENCE = { timeout: 60_000, interval: 100 }

/** Which of the servers leads the stream, and how many hold it. */
async function streamIn(cluster: readonly NatsServer[], url: string) {
  const connection = await connect({ servers: cluster.map((server) => server.url) })
  const manager = await jetstreamManager(connection)
  const { config, cluster: held } = await manager.streams.info(`${prefixOf(url)}-events`)
  await connection.close()
  return { replicas: config.num_replicas, leader: Number(held?.leader?.replace('server-', '')) }
}

describe.skipIf(noServer)(`a cluster of three servers ${noServer ?? ''}`, () => {
  test('one of them is killed under load: nothing is lost, nothing happens twice, order is kept', async () => {
    const cluster = await startCluster(3)
    const url = await shopDatabase()
    const servers = cluster.map((server) => server.url)
    const hosts = [
      await openHost(url, onNats(url, { servers, replicas: 3 })),
      await openHost(url, onNats(url, { servers, replicas: 3 })),
    ]
    const ledger = collector()
    for (const host of hosts) {
      host.events.subscribe(noting(host, 'orders', 'order.updated', { concurrency: 4 }))
      host.events.subscribe({
        name: 'ledger',
        event: 'order.updated',
        ordered: true,
        handler: async (event: StoaEvent) => {
          await sleep(1)
          ledger.take(event)
        },
      })
      await host.start()
    }
    await vi.waitFor(() => expect(hosts[0]?.events.problem).toBeUndefined(), PATIENCE)
    await vi.waitFor(() => expect(hosts[1]?.events.problem).toBeUndefined(), PATIENCE)
    expect(await streamIn(cluster, url)).toMatchObject({ replicas: 3 })

    const ids: string[] = []
    const emitting = (async () => {
      for (let no = 0; no < 300; no += 1) {
        const host = hosts[no % 2]
        ids.push(...((await host?.events.emit('order.updated', { id: `order_${no % 5}`, no })) ?? []))
        await sleep(8)
      }
    })()
    await sleep(600)
    const { leader } = await streamIn(cluster, url)
    await cluster[leader]?.stop('SIGKILL')
    await emitting

    await vi.waitFor(async () => expect(await effects(hosts[0] as never)).toHaveLength(300), PATIENCE)
    await ledger.reach(300)
    expect(await effects(hosts[0] as never)).toEqual(ids.map((id) => `orders ${id}`).sort())
    for (let subject = 0; subject < 5; subject += 1) {
      const nos = ledger.seen
        .filter((event) => event.subject === `order_${subject}`)
        .map(({ data }) => data.no as number)
      // One that was at work when its server died may be handed out once more, but none comes too early.
      const first = nos.filter((no, at) => nos.indexOf(no) === at)
      expect(first).toEqual([...first].sort((a, b) => a - b))
      expect(first).toHaveLength(60)
    }
  }, 120_000)
})
