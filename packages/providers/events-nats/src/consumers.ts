import {
  AckPolicy,
  type ConsumerConfig,
  DeliverPolicy,
  JetStreamApiCodes,
  type JetStreamManager,
  ReplayPolicy,
} from '@nats-io/jetstream'
import { nanos } from '@nats-io/transport-node'
import type { Wanted } from '@stoa/events'
import type { Names } from './names.ts'
import { differs, orUndefined } from './stream.ts'

/** By how much longer an event waits each time that the process it was given to has died. */
const BACKOFF = [1, 2, 10, 20]

/**
 * As good as none, for what is tried how often is counted in PostgreSQL. The server wants a number where there is a backoff.
 */
const MAX_DELIVER = 1_000_000

/**
 * Makes a subscriber's two consumers, or brings them in line with what it wants: one for events on their first way, one
 * for those it gets again.
 *
 * @returns a text that changes when one of them is made anew: what was published before that is gone for it
 */
export async function ensureConsumers(
  manager: JetStreamManager,
  names: Names,
  wanted: Wanted,
  ack_wait: number,
): Promise<string> {
  const { first, again } = names.consumers(wanted)
  const shared = {
    description: `Subscriber ${wanted.name}`,
    ack_policy: AckPolicy.Explicit,
    // What went out before is sent again by the host, which knows what is owed.
    deliver_policy: DeliverPolicy.New,
    replay_policy: ReplayPolicy.Instant,
    ack_wait: nanos(ack_wait),
    backoff: BACKOFF.map((factor) => nanos(factor * ack_wait)),
    max_deliver: MAX_DELIVER,
  }
  const made = [
    await ensureConsumer(manager, names.stream, {
      ...shared,
      durable_name: first,
      filter_subject: names.pattern(wanted.events),
      // Order is that of the stream, as long as only one event is on its way at a time.
      max_ack_pending: wanted.ordered ? 1 : 1000,
    }),
    await ensureConsumer(manager, names.stream, {
      ...shared,
      durable_name: again,
      filter_subject: names.again(wanted.name),
      max_ack_pending: 1000,
    }),
  ]
  return `nats/${made.join('/')}`
}

async function ensureConsumer(
  manager: JetStreamManager,
  stream: string,
  wanted: ConsumerConfig & { durable_name: string },
): Promise<string> {
  const existing = await orUndefined(
    manager.consumers.info(stream, wanted.durable_name),
    JetStreamApiCodes.ConsumerNotFound,
  )
  if (existing && !differs(existing.config, wanted)) return existing.created
  // nats-server 2.9 takes another filter over, and goes on as if it had no wildcards.
  if (existing && existing.config.filter_subject !== wanted.filter_subject) {
    await remove(manager, stream, wanted.durable_name)
  }
  return (await manager.consumers.add(stream, wanted)).created
}

/** Removes a subscriber's consumers, as far as they are there. */
export async function removeConsumers(
  manager: JetStreamManager,
  names: Names,
  subscriber: string,
): Promise<void> {
  const { first, again } = names.consumers({ name: subscriber })
  for (const name of [first, again]) await remove(manager, names.stream, name)
}

async function remove(manager: JetStreamManager, stream: string, name: string): Promise<void> {
  const deletion = orUndefined(manager.consumers.delete(stream, name), JetStreamApiCodes.ConsumerNotFound)
  await orUndefined(deletion, JetStreamApiCodes.StreamNotFound)
}
