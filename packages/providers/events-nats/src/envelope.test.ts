import type { StoaEvent } from '@stoa/events'
import { expect, test } from 'vitest'
import { fromMessage, toMessage } from './envelope.ts'

const event: StoaEvent = {
  specversion: '1.0',
  id: 'evt_1',
  source: '/stoa',
  type: 'order.placed',
  time: '2026-11-24T08:00:00.000Z',
  datacontenttype: 'application/json',
  data: { id: 'order_1', note: 'x'.repeat(5_000) },
}
const nothing = async () => undefined

test('an event comes out as it went in', async () => {
  expect(await fromMessage(toMessage(event, 1_048_576), nothing)).toEqual(event)
})

test('one that is too large travels without its data, and is read from the database', async () => {
  const body = toMessage(event, 4_096)
  expect(body.byteLength).toBeLessThan(300)
  expect(JSON.parse(new TextDecoder().decode(body))).toMatchObject({
    id: 'evt_1',
    dataref: '/stoa/events/evt_1',
  })
  expect(await fromMessage(body, async (id) => (id === event.id ? event : undefined))).toBe(event)
  expect(await fromMessage(body, nothing)).toBeUndefined()
})

test.each(['', '{', 'null', '{"id":1,"type":"x"}'])('%j is no event', async (text) => {
  await expect(fromMessage(new TextEncoder().encode(text), nothing)).rejects.toThrow('no event')
})
