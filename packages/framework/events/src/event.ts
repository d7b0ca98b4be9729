import type { TraceContext } from './tracing.ts'

/**
 * An event as subscribers get it: CloudEvents 1.0 in its JSON form
 * (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md).
 */
export interface StoaEvent<Payload extends object = Record<string, any>> extends TraceContext {
  specversion: '1.0'
  /** `evt_` and a ULID. */
  id: string
  /** Which system it comes from, a URI reference. */
  source: string
  /** Its name, such as `order.placed`. */
  type: string
  /** What it is about: the `id` in its data, unless given when it was emitted. */
  subject?: string
  /** When the transaction that emitted it began; ISO 8601, UTC. */
  time: string
  datacontenttype: 'application/json'
  data: Payload
}

/** One event to emit. */
export interface NewEvent {
  /** Such as `order.placed`. */
  name: string
  data: object
  /** What it is about. Default: the data's `id`. */
  subject?: string
}

export interface EventRow {
  id: string
  position: string
  name: string
  source: string
  subject: string | null
  data: Record<string, unknown>
  time: string | Date
  trace: TraceContext | null
}

export const toEvent = (row: EventRow): StoaEvent => ({
  specversion: '1.0',
  id: row.id,
  source: row.source,
  type: row.name,
  ...(row.subject === null ? {} : { subject: row.subject }),
  time: new Date(row.time).toISOString(),
  datacontenttype: 'application/json',
  ...row.trace,
  data: row.data,
})
