import { createGate } from '@stoa/testing'
import { defineWorkflow } from '@stoa/workflows'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { MOST_SUBSCRIBERS } from '../src/subscriptions.ts'
import { openHost, openShop, type WorkflowShop } from './workflow-shop.ts'

let shop: Awaited<ReturnType<typeof openShop>>
const opened: { close(): unknown }[] = []

beforeEach(async () => {
  shop = await openShop()
})

afterEach(async () => {
  for (const { close } of opened.splice(0).reverse()) await close()
  await shop.close()
})

/** Listens over a connection of its own. */
async function listen(host: WorkflowShop, path: string) {
  if (!host.app.server.listening) await host.app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = host.app.server.address() as { port: number }
  const controller = new AbortController()
  const answer = await fetch(`http://127.0.0.1:${port}/admin/workflows-executions${path}/subscribe`, {
    headers: { authorization: 'Bearer user', accept: 'text/event-stream' },
    signal: controller.signal,
  })
  const events: any[] = []
  const ended = Promise.withResolvers<'ended' | 'broken'>()
  void (async () => {
    let text = ''
    for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk
      const blocks = text.split('\n\n')
      text = blocks.pop() as string
      for (const block of blocks) {
        const data = /^data: (.*)$/m.exec(block)?.[1]
        if (data) events.push(JSON.parse(data))
      }
    }
  })().then(
    () => ended.resolve('ended'),
    () => ended.resolve('broken'),
  )
  const close = () => controller.abort()
  opened.push({ close })
  return {
    answer,
    events,
    ended: ended.promise,
    close,
    types: () => events.map(({ eventType }) => eventType),
  }
}

const gated = () => {
  const gate = createGate('inside')
  const workflow = defineWorkflow('gated', async (input: { fails: boolean }, { step }) => {
    await step('call', () => gate.pass().then(() => 'called'), { external: true })
    if (input.fails) throw new Error('in the end')
    return 'done'
  })
  return { gate, workflow }
}

const watchers = () => shop.database.query('select from stoa_workflows.watcher')

test('whoever listens to an execution hears of it from another host, until it ends', async () => {
  const other = await openHost(shop.url)
  opened.push(other)
  const { gate, workflow } = gated()
  const { rested } = await other.workflows.startExecution(
    workflow,
    { fails: false },
    { transaction_id: 't1' },
  )
  await gate.reached
  const client = await listen(shop, '/gated/t1')
  expect(client.answer.status).toBe(200)
  expect(client.answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  expect(client.answer.headers.get('cache-control')).toContain('no-cache')
  await other.workflows.startExecution(
    defineWorkflow('another', async () => 1),
    {},
  )
  gate.open()
  await rested
  expect(await client.ended).toBe('ended')
  expect(client.events).toEqual([
    {
      eventType: 'onStepSuccess',
      workflowId: 'gated',
      transactionId: 't1',
      step: { id: '_root.call', action: 'call', attempts: 1 },
      response: 'called',
    },
    { eventType: 'onFinish', workflowId: 'gated', transactionId: 't1', result: 'done', errors: [] },
  ])
  await vi.waitFor(async () => expect(await watchers()).toEqual([]))
})

test('whoever comes when it has ended is told so at once', async () => {
  const { gate, workflow } = gated()
  gate.open()
  const { id, rested } = await shop.workflows.startExecution(workflow, { fails: true })
  await rested
  const client = await listen(shop, `/gated/${id}`)
  expect(await client.ended).toBe('ended')
  expect(client.events).toEqual([
    {
      eventType: 'onFinish',
      workflowId: 'gated',
      transactionId: id,
      errors: [{ action: 'gated', handlerType: 'invoke', error: { name: 'Error', message: 'in the end' } }],
    },
  ])
})

test('whoever listens to a workflow hears of all its executions', async () => {
  const { gate, workflow } = gated()
  shop.workflows.register(workflow)
  gate.open()
  const client = await listen(shop, '/gated')
  for (const fails of [false, true]) await (await shop.workflows.startExecution(workflow, { fails })).rested
  await vi.waitFor(() => expect(client.events.length).toBe(9), 10_000)
  expect(client.types()).toEqual([
    ...['onBegin', 'onStepBegin', 'onStepSuccess', 'onFinish'],
    ...['onBegin', 'onStepBegin', 'onStepSuccess', 'onCompensateBegin', 'onFinish'],
  ])
  client.close()
  await vi.waitFor(async () => expect(await watchers()).toEqual([]), 10_000)
})

test('however many listen, the host listens once, reads once, and takes only so many', async () => {
  const { gate, workflow } = gated()
  shop.workflows.register(workflow)
  gate.open()
  await shop.app.listen({ port: 0, host: '127.0.0.1' })
  const clients = await Promise.all(Array.from({ length: MOST_SUBSCRIBERS }, () => listen(shop, '/gated')))
  expect(await watchers()).toHaveLength(1)
  const reads: string[] = []
  const end = shop.database.onStatement((text) => {
    if (text.includes('with ordinality')) reads.push(text)
  })
  await (await shop.workflows.startExecution(workflow, { fails: false })).rested
  await vi.waitFor(() => expect(clients.every(({ events }) => events.length === 4)).toBe(true), 10_000)
  end()
  // Four things happened; those that come while one is read are read together.
  expect(reads.length).toBeLessThanOrEqual(4)
  const { answer } = await listen(shop, '/gated')
  expect(answer.status).toBe(429)
  clients[0]?.close()
  await vi.waitFor(async () => expect((await listen(shop, '/gated')).answer.status).toBe(200), 10_000)
})

test('a host that stops ends the streams in order, and does not wait for clients to go', async () => {
  const { workflow } = gated()
  const host = await openHost(shop.url, [workflow])
  const clients = []
  for (let no = 0; no < 50; no += 1) clients.push(await listen(host, '/gated'))
  const began = Date.now()
  await host.close()
  expect(await Promise.all(clients.map(({ ended }) => ended))).toEqual(Array(50).fill('ended'))
  expect(Date.now() - began).toBeLessThan(20_000)
  expect(await watchers()).toEqual([])
})

test('an end that is missed while the connection is gone is told of afterwards', async () => {
  const { gate, workflow } = gated()
  const { id, rested } = await shop.workflows.startExecution(workflow, { fails: false })
  await gate.reached
  const client = await listen(shop, `/gated/${id}`)
  // As if nobody had told: the host looks again when it is back.
  await shop.database.query('delete from stoa_workflows.watcher')
  gate.open()
  await rested
  await shop.database.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like 'listen%'`,
  )
  expect(await client.ended).toBe('ended')
  expect(client.types()).toEqual(['onFinish'])
})

test.each(['/nothing/subscribe', '/gated/nothing/subscribe', '/gated/subscribe?fields=nothing'])(
  'there is nothing to listen to at %s',
  async (path) => {
    shop.workflows.register(gated().workflow)
    const { status, body } = await shop.get(path)
    expect([status, body.type]).toEqual(path.includes('fields') ? [400, 'invalid_data'] : [404, 'not_found'])
  },
)
