export type { Log } from '@stoa/kernel'
export type { Backlog } from './backlog.ts'
export type { NewEvent, StoaEvent } from './event.ts'
export { Events, type EventsStartOptions } from './events.ts'
export { defineJob, type ScheduledJob } from './jobs.ts'
export { eventsModule } from './module.ts'
export type { EventFilter, EventRecord } from './recent.ts'
export type { DeadLetter, ReplayFilter } from './redelivery.ts'
export { defineSubscriber, type HandlerContext, type Subscriber } from './subscriber.ts'
export type { TraceContext } from './tracing.ts'
export {
  type Consumer,
  EventTransport,
  type Publication,
  type Recipient,
  type TransportHost,
  type Wanted,
} from './transport.ts'
