import type { StoaEvent } from '@stoa/events'
import { expect, test } from 'vitest'
import { parseMessage, toMessage } from './envelope.ts'

const event: StoaEvent = {
  specversion: '1.0',
  id: 'evt_1',
  source: '/stoa',
  type: 'order.placed',
  time: '2026-11-24T08:00:00.000Z',
  datacontenttype: 'application/json',
  data: { id: 'order_1', note: 'x'.repeat(5_000) },
}

test('an event comes out as it went in', () => {
  expect(parseMessage(toMessage(event, 1_048_576))).toEqual(event)
})

test('one that is too large travels without its data, and says where they are', () => {
  const body = toMessage(event, 4_096)
  expect(body.byteLength).toBeLessThan(300)
  const { data: _, ...rest } = event
  expect(parseMessage(body)).toEqual({ ...rest, dataref: '/stoa/events/evt_1' })
})

test.each(['', '{', 'null', '[]', '{"id":1,"type":"x"}'])('%j is no event', (text) => {
  expect(parseMessage(new TextEncoder().encode(text))).toBeUndefined()
})
