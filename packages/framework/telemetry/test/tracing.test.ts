import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServer } from '@stoa/http'
import { startModules } from '@stoa/kernel'
import { createTestDatabase } from '@stoa/testing'
import { expect, onTestFinished, test, vi } from 'vitest'
import { startTracing, wantsTraces } from '../src/index.ts'

interface Span {
  name: string
  traceId: string
  spanId: string
  parentSpanId?: string
  attributes: { key: string; value: { stringValue?: string } }[]
}

interface Export {
  resourceSpans: {
    resource: { attributes: Span['attributes'] }
    scopeSpans: { spans: Span[] }[]
  }[]
}

/** What a collector is for a host: something that takes OTLP over HTTP. */
async function openCollector() {
  const received: Export[] = []
  const server = createHttpServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    received.push(JSON.parse(Buffer.concat(chunks).toString()))
    response.end('{}')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get spans() {
      return received.flatMap(({ resourceSpans }) =>
        resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
      )
    },
    get resource() {
      return received[0]?.resourceSpans[0]?.resource.attributes
    },
  }
}

test('a request and its statements are one trace, and go on from the caller', async () => {
  const collector = await openCollector()
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', collector.url)
  vi.stubEnv('OTEL_SERVICE_NAME', 'my-shop')
  onTestFinished(() => {
    vi.unstubAllEnvs()
  })
  expect(wantsTraces(process.env)).toBe(true)

  const { url, drop } = await createTestDatabase()
  const modules = await startModules([], { database: url })
  const app = await createServer({ container: modules.container, cookie_secret: 'a'.repeat(32) })
  const tracing = await startTracing()
  await tracing.trace(app, modules.database)
  app.get('/things/:id', async ({ params }) => {
    await modules.transaction(() => modules.database.query('select 1', [], { name: 'the_thing' }))
    return params
  })
  await app.ready()
  onTestFinished(async () => {
    await app.close()
    await modules.close()
    await drop()
  })

  await modules.database.query('select 2')
  await app.inject({
    url: '/things/1',
    headers: { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' },
  })
  await app.inject('/health')
  await tracing.stop()

  const request = collector.spans.find(({ parentSpanId }) => parentSpanId === 'b7ad6b7169203331')
  expect(request?.traceId).toBe('0af7651916cd43dd8448eb211c80319c')
  const statement = collector.spans.find(({ name }) => name === 'the_thing')
  expect(statement).toMatchObject({ traceId: request?.traceId })
  expect(statement?.attributes).toContainEqual({
    key: 'db.system.name',
    value: { stringValue: 'postgresql' },
  })
  expect(new Set(collector.spans.map(({ traceId }) => traceId)).size).toBe(1)
  expect(collector.resource).toContainEqual({ key: 'service.name', value: { stringValue: 'my-shop' } })
})

test('without an address, or with the SDK disabled, nobody wants traces', () => {
  expect(wantsTraces({})).toBe(false)
  expect(wantsTraces({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector', OTEL_SDK_DISABLED: 'true' })).toBe(
    false,
  )
})
