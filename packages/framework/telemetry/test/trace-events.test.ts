import { SpanKind } from '@opentelemetry/api'
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-node'
import { Events, eventsModule } from '@stoa/events'
import { createServer } from '@stoa/http'
import { startModules } from '@stoa/kernel'
import { createTestDatabase } from '@stoa/testing'
import { expect, onTestFinished, test } from 'vitest'
import { startTracing } from '../src/index.ts'

/** Keeps what it is given. */
class Memory implements SpanExporter {
  readonly spans: ReadableSpan[] = []

  export(spans: ReadableSpan[], done: (result: { code: 0 }) => void) {
    this.spans.push(...spans)
    done({ code: 0 })
  }

  async shutdown() {}
}

test('a request, its statements, the event it emits and what a subscriber does with that are one trace', async () => {
  const { url, drop } = await createTestDatabase()
  const modules = await startModules([eventsModule], { database: url })
  await modules.migrate()
  const { database } = modules
  await database.query('create table receipt (order_id text)')
  const app = await createServer({ container: modules.container, cookie_secret: 'a'.repeat(32) })
  const memory = new Memory()
  const tracing = await startTracing({ exporter: memory })
  await tracing.trace(app, database)
  const events = modules.resolve(Events)
  app.post('/orders', () =>
    modules.transaction(async () => {
      await database.query('select 1', [], { name: 'place_order' })
      await events.emit('order.placed', { id: 'order_1' })
      return {}
    }),
  )
  await app.ready()
  const received = Promise.withResolvers<string | undefined>()
  events.subscribe({
    name: 'receipts',
    event: 'order.placed',
    handler: async ({ traceparent }) => {
      await database.query('insert into receipt values ($1)', ['order_1'], { name: 'write_receipt' })
      received.resolve(traceparent)
    },
  })
  await events.start()
  onTestFinished(async () => {
    await app.close()
    await modules.close()
    await drop()
  })

  const trace = '0af7651916cd43dd8448eb211c80319c'
  const answer = await app.inject({
    method: 'POST',
    url: '/orders',
    headers: { traceparent: `00-${trace}-b7ad6b7169203331-01` },
  })
  expect(answer.statusCode).toBe(200)
  const traceparent = await received.promise
  await events.stop()
  await tracing.stop()

  const named = (name: string) => {
    const found = memory.spans.find((span) => span.name === name)
    if (!found) throw new Error(`No span ${name} in ${memory.spans.map((span) => span.name).join(', ')}`)
    return found
  }
  const emit = named('emit order.placed')
  const process = named('process order.placed')
  for (const span of [named('place_order'), emit, named('events_emit'), process, named('write_receipt')]) {
    expect(span.spanContext().traceId, span.name).toBe(trace)
  }
  expect(traceparent).toBe(`00-${trace}-${emit.spanContext().spanId}-01`)
  expect(named('events_emit').parentSpanContext?.spanId).toBe(emit.spanContext().spanId)
  expect(process.parentSpanContext?.spanId).toBe(emit.spanContext().spanId)
  expect(named('write_receipt').parentSpanContext?.spanId).toBe(process.spanContext().spanId)
  expect([emit.kind, process.kind]).toEqual([SpanKind.PRODUCER, SpanKind.CONSUMER])
  expect(process.attributes).toMatchObject({
    'messaging.destination.name': 'order.placed',
    'messaging.consumer.group.name': 'receipts',
    'messaging.message.id': expect.stringMatching(/^evt_/),
  })
})
