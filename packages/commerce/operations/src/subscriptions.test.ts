import type { Workflows } from '@stoa/workflows'
import { afterEach, expect, test, vi } from 'vitest'
import { Subscriptions } from './subscriptions.ts'

afterEach(() => vi.useRealTimers())

test('a stream shows that it is in use, and ends after a quarter of an hour', async () => {
  vi.useFakeTimers()
  const unwatch = vi.fn(async () => undefined)
  const subscriptions = new Subscriptions({ watch: async () => unwatch } as unknown as Workflows)
  const stream = await subscriptions.open({ workflow_id: 'any' })
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
