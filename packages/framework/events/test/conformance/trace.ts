import { context, propagation, SpanStatusCode, trace } from '@opentelemetry/api'
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node'
import { logFields } from '@stoa/kernel'
import { expect, onTestFinished, test } from 'vitest'
import { collector, shopDatabase } from '../host.ts'
import type { Shop } from './shop.ts'

/** Keeps spans, until the test is over. */
function traced(): InMemorySpanExporter {
  const exporter = new InMemorySpanExporter()
  const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
  provider.register()
  onTestFinished(async () => {
    await provider.shutdown()
    for (const api of [trace, context, propagation]) api.disable()
  })
  return exporter
}

/** What is traced goes on over hosts. */
export function traceSuite({ openHost }: Shop): void {
  test('what another host does with an event, each time, goes on in the trace of whoever emitted it', async () => {
    const spans = traced()
    const url = await shopDatabase()
    const emitter = await openHost(url)
    const worker = await openHost(url)
    const done = collector()
    let tries = 0
    worker.events.subscribe({
      name: 'orders',
      event: 'order.placed',
      retry_delay: 5,
      handler: (event) => {
        tries += 1
        if (tries === 1) throw new Error('not yet')
        done.take(event)
      },
    })
    await worker.start()
    const tracer = trace.getTracer('test')
    const root = await tracer.startActiveSpan('checkout', async (span) => {
      await emitter.events.emit('order.placed', { id: 'order_1' })
      span.end()
      return span.spanContext()
    })
    await emitter.start()
    await done.reach(1)
    await worker.events.stop()

    const finished = spans.getFinishedSpans()
    const emit = finished.find(({ name }) => name === 'emit order.placed')
    expect(emit?.parentSpanContext?.spanId).toBe(root.spanId)
    const processed = finished.filter(({ name }) => name === 'process order.placed')
    expect(processed.map((span) => span.spanContext().traceId)).toEqual([root.traceId, root.traceId])
    expect(processed.map((span) => span.parentSpanContext?.spanId)).toEqual(
      Array(2).fill(emit?.spanContext().spanId),
    )
    expect(processed.map(({ status }) => status.code)).toEqual([SpanStatusCode.ERROR, SpanStatusCode.UNSET])
  })

  test('what is logged while an event is dealt with can be told by its id', async () => {
    const host = await openHost(await shopDatabase())
    const fields = Promise.withResolvers<object>()
    host.events.subscribe({
      name: 'orders',
      event: 'order.placed',
      handler: async () => {
        await host.database.query('select 1')
        fields.resolve(logFields())
      },
    })
    await host.start()
    const [event_id] = await host.events.emit('order.placed', { id: 'order_1' })
    expect(await fields.promise).toEqual({ event_id, subscriber: 'orders' })
  })

  test('where nothing is traced, events carry nothing', async () => {
    const host = await openHost(await shopDatabase())
    const done = collector()
    host.events.subscribe({ name: 'orders', event: 'order.placed', handler: done.take })
    await host.start()
    await host.events.emit('order.placed', { id: 'order_1' })
    await done.reach(1)
    expect(Object.keys(done.seen[0] ?? {})).not.toContain('traceparent')
    expect(await host.database.query('select trace from stoa_events.event')).toEqual([{ trace: null }])
  })
}
