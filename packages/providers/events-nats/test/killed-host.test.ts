import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { effects, noting, openHost, shopDatabase } from '../../../framework/events/test/host.ts'
import { NATS_URL, onSharedNats, prefixOf } from './shared-nats.ts'

const script = fileURLToPath(new URL('./host-process.ts', import.meta.url))
const children: ChildProcess[] = []

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

/** Starts a host in a process of its own, and lets a test wait for what it says. */
function startProcess(url: string) {
  const argv = ['--conditions=@stoa/source', script, url, NATS_URL as string, prefixOf(url)]
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  let said = ''
  child.stdout?.on('data', (text) => {
    said += text
  })
  return {
    child,
    says: (text: string) => vi.waitFor(() => expect(said).toContain(text), { timeout: 20_000, interval: 50 }),
  }
}

describe.skipIf(!NATS_URL)('a host that is killed', () => {
  test('in the middle of a handler leaves its event to another', async () => {
    const url = await shopDatabase()
    const { child, says } = startProcess(url)
    await says('started')
    const host = await openHost(url, onSharedNats(url, { ack_wait: 1_000 }))
    const [id] = await host.events.emit('order.placed', { id: 'order_1' })
    await says(`begun ${id}`)
    host.events.subscribe(noting(host, 'orders', 'order.placed'))
    await host.start()
    expect(await effects(host)).toEqual([])
    child.kill('SIGKILL')
    await vi.waitFor(async () => expect(await effects(host)).toEqual([`orders ${id}`]), {
      timeout: 20_000,
      interval: 50,
    })
  }, 60_000)
})
