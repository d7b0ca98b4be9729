import { setTimeout as sleep } from 'node:timers/promises'
import { withLogFields } from '@stoa/kernel'
import { expect, test } from 'vitest'
import { openServer } from './shop.ts'

/** A server whose log can be read, line by line. */
async function loggedServer() {
  const lines: string[] = []
  const app = await openServer({ logger: { stream: { write: (line: string) => lines.push(line) } } })
  const logged = (msg: string) => {
    const line = lines.find((each) => JSON.parse(each).msg === msg)
    if (!line) throw new Error(`"${msg}" is not in the log.`)
    return line
  }
  return { app, logged }
}

test('what is done for a request carries its id in the log, however deep and however late', async () => {
  const { app, logged } = await loggedServer()
  app.post('/orders', async (request) => {
    request.log.info('by the route')
    await sleep(5)
    await withLogFields({ execution_id: 'wf_1' }, async () => {
      await sleep(5)
      // As a payment provider does, or whatever else knows no request.
      app.log.info('by something deep')
    })
    return { id: request.id }
  })
  app.get('/carts', async () => {
    app.log.info('by another')
    return {}
  })
  const [first] = await Promise.all([
    app.inject({ method: 'POST', url: '/orders', payload: { items: [] } }),
    app.inject('/carts'),
  ])
  const { id } = first.json()
  expect(JSON.parse(logged('by something deep'))).toMatchObject({ reqId: id, execution_id: 'wf_1' })
  expect(JSON.parse(logged('by another')).reqId).not.toBe(id)
  expect(logged('by the route').match(/"reqId"/g)).toHaveLength(1)
})

test('what is done for nobody carries nothing', async () => {
  const { app, logged } = await loggedServer()
  app.log.info('by the clock')
  expect(JSON.parse(logged('by the clock'))).not.toHaveProperty('reqId')
})
