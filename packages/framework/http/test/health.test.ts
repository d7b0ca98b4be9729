import { expect, test } from 'vitest'
import { openServer } from './shop.ts'

test('/health says that the process runs', async () => {
  const app = await openServer({ readiness: { database: () => false } })
  const answer = await app.inject('/health')
  expect([answer.statusCode, answer.body]).toEqual([200, 'OK'])
})

test('/ready names what is not', async () => {
  const app = await openServer({
    readiness: {
      database: async () => 'fine',
      queue: () => {
        throw new Error('nats://user:password@host refused')
      },
      search: async () => false,
    },
  })
  const answer = await app.inject('/ready')
  expect(answer.statusCode).toBe(503)
  expect(answer.json()).toEqual({ status: 'unavailable', unavailable: ['queue', 'search'] })
})

test('/ready stays 200 without what is optional, and names it', async () => {
  let up = true
  const app = await openServer({
    readiness: {
      database: () => up,
      events: { probe: () => false, optional: true },
      search: { probe: () => true },
    },
  })
  const ready = await app.inject('/ready')
  expect([ready.statusCode, ready.json()]).toEqual([200, { status: 'ready', degraded: ['events'] }])
  up = false
  const unavailable = await app.inject('/ready')
  expect([unavailable.statusCode, unavailable.json()]).toEqual([
    503,
    { status: 'unavailable', unavailable: ['database'], degraded: ['events'] },
  ])
})

test('/ready is 200 when all is well', async () => {
  const app = await openServer({ readiness: { database: () => undefined } })
  const answer = await app.inject('/ready')
  expect([answer.statusCode, answer.json()]).toEqual([200, { status: 'ready' }])
})
