import type { Workflows } from '@stoa/workflows'
import { afterEach, expect, test, vi } from 'vitest'
import { Subscriptions } from './subscriptions.ts'

afterEach(() => vi.useRealTimers())

test('a stream shows that it is in use, and ends after a quarter of an hour', async () => {
  vi.useFakeTimers()
  const unwatch = vi.fn(async () => undefined)
  const subscriptions = new Subscriptions({ watch: async () => unwatch } as unknown as Workflows)
  const stream = await subscriptions.open({ workflow_id: 'any', admit: async () => undefined })
  let text = ''
  stream.on('data', (chunk) => {
    text += chunk
  })
  const closed = new Promise((resolve) => stream.once('close', resolve))
  vi.advanceTimersByTime(60_000)
  await vi.waitFor(() => expect(text).toBe(`retry: 1000\n\n${': \n\n'.repeat(3)}`))
  vi.advanceTimersByTime(15 * 60_000)
  await closed
  await vi.waitFor(() => expect(unwatch).toHaveBeenCalledOnce())
})

test('a client that may not listen any more is cut off, and no other', async () => {
  vi.useFakeTimers()
  const subscriptions = new Subscriptions({
    watch: async () => async () => undefined,
  } as unknown as Workflows)
  let isOpen = true
  const admit = async () => {
    if (!isOpen) throw new Error('Signed out.')
  }
  const leaving = await subscriptions.open({ workflow_id: 'any', admit })
  const staying = await subscriptions.open({ workflow_id: 'any', admit: async () => undefined })
  const closed = new Promise((resolve) => leaving.resume().once('close', resolve))
  await vi.advanceTimersByTimeAsync(10_000)
  expect(leaving.closed).toBe(false)
  isOpen = false
  await vi.advanceTimersByTimeAsync(3_000)
  await closed
  expect(staying.closed).toBe(false)
  await subscriptions.close()
})
