import {
  context,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api'
import type { NewEvent, StoaEvent } from './event.ts'

/**
 * W3C Trace Context (https://www.w3.org/TR/trace-context/), in the attributes that CloudEvents' extension for distributed
 * tracing has for it (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/extensions/distributed-tracing.md).
 */
export interface TraceContext {
  traceparent?: string
  tracestate?: string
}

// Does nothing, and costs next to nothing, as long as no SDK is registered.
const tracer = (): Tracer => trace.getTracer('@stoa/events')

const SYSTEM = { 'messaging.system': 'stoa' }

/**
 * Makes emitting events a span of whatever is traced, by the conventions for messaging
 * (https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/).
 *
 * @param write gets what the events are to carry, so that those who get them go on in the trace; undefined without a trace
 */
export async function traceEmission<Result>(
  events: readonly NewEvent[],
  write: (carried: TraceContext | undefined) => Promise<Result>,
): Promise<Result> {
  if (!trace.getActiveSpan()) return write(undefined)
  const names = new Set(events.map(({ name }) => name))
  const [name] = names
  const attributes = {
    ...SYSTEM,
    'messaging.operation.name': 'emit',
    'messaging.operation.type': 'create',
    ...(names.size === 1 ? { 'messaging.destination.name': name } : {}),
    ...(events.length > 1 ? { 'messaging.batch.message_count': events.length } : {}),
  }
  const title = names.size === 1 ? `emit ${name}` : 'emit'
  return tracer().startActiveSpan(title, { kind: SpanKind.PRODUCER, attributes }, async (span) => {
    try {
      const carried: TraceContext = {}
      propagation.inject(context.active(), carried)
      return await write(carried)
    } finally {
      span.end()
    }
  })
}

/**
 * Makes what a subscriber does with an event a span: below the one that emitted it, wherever and whenever that was.
 *
 * @param work its `failed` is to be told what it caught
 */
export function traceDelivery<Result>(
  subscriber: string,
  event: StoaEvent,
  work: (failed: (error: unknown) => void) => Promise<Result>,
): Promise<Result> {
  const attributes = {
    ...SYSTEM,
    'messaging.operation.name': 'process',
    'messaging.operation.type': 'process',
    'messaging.destination.name': event.type,
    'messaging.message.id': event.id,
    'messaging.consumer.group.name': subscriber,
  }
  const parent = event.traceparent === undefined ? ROOT_CONTEXT : propagation.extract(ROOT_CONTEXT, event)
  const options = { kind: SpanKind.CONSUMER, attributes }
  return tracer().startActiveSpan(`process ${event.type}`, options, parent, async (span) => {
    const failed = (error: unknown) => {
      span.recordException(error instanceof Error ? error : String(error))
      span.setStatus({ code: SpanStatusCode.ERROR })
    }
    try {
      return await work(failed)
    } finally {
      span.end()
    }
  })
}
