import {
  AckPolicy,
  type ConsumerUpdateConfig,
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

/** How many events of a subscriber may be under way on all hosts together: the server's own default. */
const MAX_ACK_PENDING = 1_000

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
  const changeable = {
    description: `Subscriber ${wanted.name}`,
    ack_wait: nanos(ack_wait),
    backoff: BACKOFF.map((factor) => nanos(factor * ack_wait)),
    max_deliver: MAX_DELIVER,
  }
  const made = [
    await ensureConsumer(manager, names.stream, first, names.pattern(wanted.events), {
      ...changeable,
      // Order is that of the stream, as long as only one event is on its way at a time.
      max_ack_pending: wanted.ordered ? 1 : MAX_ACK_PENDING,
    }),
    await ensureConsumer(manager, names.stream, again, names.again(wanted.name), {
      ...changeable,
      max_ack_pending: MAX_ACK_PENDING,
    }),
  ]
  return `nats/${made.join('/')}`
}

/** @returns when it was made */
async function ensureConsumer(
  manager: JetStreamManager,
  stream: string,
  durable_name: string,
  filter_subject: string,
  changeable: Partial<ConsumerUpdateConfig>,
): Promise<string> {
  const fixed = {
    durable_name,
    filter_subject,
    ack_policy: AckPolicy.Explicit,
    // What went out before is sent again by the host, which knows what is owed.
    deliver_policy: DeliverPolicy.New,
    replay_policy: ReplayPolicy.Instant,
  }
  const existing = await orUndefined(
    manager.consumers.info(stream, durable_name),
    JetStreamApiCodes.ConsumerNotFound,
  )
  if (existing && !differs(existing.config, fixed)) {
    if (differs(existing.config, changeable)) await manager.consumers.update(stream, durable_name, changeable)
    return existing.created
  }
  // The filter could be changed, but nats-server 2.9 goes on as if the new one had no wildcards.
  if (existing) await remove(manager, stream, durable_name)
  return (await manager.consumers.add(stream, { ...fixed, ...changeable })).created
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
