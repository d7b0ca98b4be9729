import type { JetStreamClient } from '@nats-io/jetstream'
import { headers, type NatsConnection } from '@nats-io/transport-node'
import type { Publication, StoaEvent } from '@stoa/events'
import { StoaError } from '@stoa/kernel'
import { CONTENT_TYPE, toMessage } from './envelope.ts'
import { reasonOf } from './link.ts'
import type { Names } from './names.ts'
import { waves } from './waves.ts'

/** Where the server does not say: its own default. */
const MAX_PAYLOAD = 1024 * 1024

/** Publishes all, and resolves once the stream has acknowledged each. */
export async function publishAll(
  connection: NatsConnection,
  client: JetStreamClient,
  names: Names,
  publications: readonly Publication[],
): Promise<void> {
  const max_payload = connection.info?.max_payload ?? MAX_PAYLOAD
  for (const wave of waves(publications)) {
    const sent = await Promise.allSettled(
      wave.map((publication) =>
        client.publish(subjectOf(publication, names), toMessage(publication.event, max_payload), {
          msgID: publication.key,
          headers: headersOf(publication.event),
          expect: { streamName: names.stream },
        }),
      ),
    )
    const failed = sent.find(({ status }) => status === 'rejected')
    if (failed) throw explained((failed as PromiseRejectedResult).reason, names)
  }
}

function subjectOf({ event, subscribers, attempt }: Publication, names: Names): string {
  const [only] = subscribers
  return attempt > 0 && only ? names.again(only.name) : names.event(event.type)
}

/** The trace stands in the event, too: here it is for those who read along and know nothing of CloudEvents. */
function headersOf({ traceparent, tracestate }: StoaEvent) {
  const header = headers()
  header.set('content-type', CONTENT_TYPE)
  if (traceparent) header.set('traceparent', traceparent)
  if (tracestate) header.set('tracestate', tracestate)
  return header
}

/** The library takes it for a server without JetStream when nobody answers, which is mostly a stream that is gone. */
function explained(error: unknown, { stream }: Names): Error {
  const reason =
    error instanceof Error && error.name === 'JetStreamNotEnabled' ? 'it is not there' : reasonOf(error)
  return new StoaError('unexpected_state', `The stream ${stream} did not take events: ${reason}.`, {
    cause: error,
  })
}
