import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import type { StoaEvent } from '../../src/index.ts'
import { closeHost, collector, type Host, shopDatabase } from '../host.ts'
import type { Shop } from './shop.ts'

const SUBJECTS = ['order_1', 'order_2', 'order_3', 'order_4']

/** Events of one subject come one after the other. */
export function orderSuite({ openHost }: Shop): void {
  test('an ordered subscriber gets the events of a subject in the order they were emitted, over all hosts', async () => {
    const url = await shopDatabase()
    const hosts = [await openHost(url), await openHost(url)]
    const delivered = collector()
    const atWork = new Map<string, number>()
    let overlaps = 0
    for (const { events, start } of hosts) {
      events.subscribe({
        name: 'ledger',
        event: ['order.placed', 'order.updated'],
        ordered: true,
        concurrency: 4,
        transaction: false,
        handler: async (event: StoaEvent) => {
          const subject = event.subject as string
          if (atWork.get(subject)) overlaps += 1
          atWork.set(subject, (atWork.get(subject) ?? 0) + 1)
          // The earlier an event, the longer it takes: without order the later ones would overtake it.
          await sleep(Math.max(0, 8 - event.data.no) * 3)
          atWork.set(subject, (atWork.get(subject) ?? 0) - 1)
          delivered.take(event)
        },
      })
      await start()
    }
    await emitInTurns(hosts, 12)
    await delivered.reach(SUBJECTS.length * 12)
    expect(overlaps).toBe(0)
    for (const subject of SUBJECTS) {
      const nos = delivered.seen.filter((event) => event.subject === subject).map(({ data }) => data.no)
      expect([subject, nos]).toEqual([subject, Array.from({ length: 12 }, (_, no) => no)])
    }
  })

  test('a subscriber that asks for order only later gets what waited for it', async () => {
    const url = await shopDatabase()
    const subscribe = (host: Host, ordered: boolean) => {
      const delivered = collector()
      host.events.subscribe({ name: 'ledger', event: 'order.updated', ordered, handler: delivered.take })
      return delivered
    }
    const before = await openHost(url)
    subscribe(before, false)
    await before.start()
    await closeHost(before)
    const shop = await openHost(url)
    await shop.start()
    await shop.events.emit('order.updated', [{ id: 'order_1' }, { id: 'order_2' }])
    await vi.waitFor(
      async () => expect(await shop.events.backlog()).toMatchObject({ undispatched: 0 }),
      10_000,
    )

    const after = await openHost(url)
    const delivered = subscribe(after, true)
    await after.start()
    await shop.events.emit('order.updated', { id: 'order_3' })
    await delivered.reach(3)
    expect(delivered.seen.map(({ data }) => data.id).sort()).toEqual(['order_1', 'order_2', 'order_3'])
  })

  test('an ordered subscriber goes on with the next event of a subject while one of it fails', async () => {
    const host = await openHost(await shopDatabase())
    const delivered = collector()
    let failures = 0
    host.events.subscribe({
      name: 'ledger',
      event: 'order.updated',
      ordered: true,
      retry_delay: 20,
      transaction: false,
      handler: (event: StoaEvent) => {
        if (event.data.no === 0 && failures++ === 0) throw new Error('not now')
        delivered.take(event)
      },
    })
    await host.start()
    await host.events.emit('order.updated', [
      { id: 'order_1', no: 0 },
      { id: 'order_1', no: 1 },
    ])
    await delivered.reach(2)
    expect(delivered.seen.map(({ data }) => data.no)).toEqual([1, 0])
  })
}

/** Each transaction of a subject waits for the one before it, on whichever host. */
async function emitInTurns(hosts: readonly Host[], count: number): Promise<void> {
  await Promise.all(
    SUBJECTS.map(async (id, at) => {
      for (let no = 0; no < count; no += 1) {
        const { events } = hosts[(no + at) % hosts.length] as Host
        await events.emit(no === 0 ? 'order.placed' : 'order.updated', { id, no })
      }
    }),
  )
}
