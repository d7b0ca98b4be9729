import { sqlMigration } from '@stoa/kernel'

/** The trace in which an event was emitted: `traceparent` and `tracestate` of W3C Trace Context. */
export const traces = sqlMigration(
  'events/20261127_traces',
  'alter table stoa_events.event add column trace jsonb',
)
