import { JetStreamApiCodes, type JetStreamManager } from '@nats-io/jetstream'
import type { Names } from './names.ts'
import { orUndefined } from './stream.ts'

/** The time before which all that was published for a subscriber has been acknowledged; undefined without consumers. */
export async function deliveredUntil(
  manager: JetStreamManager,
  names: Names,
  subscriber: string,
): Promise<Date | undefined> {
  const { first, again } = names.consumers({ name: subscriber })
  const times: Date[] = []
  for (const consumer of [first, again]) {
    const time = await acknowledgedUntil(manager, names.stream, consumer)
    if (!time) return undefined
    times.push(time)
  }
  return times.sort((a, b) => a.getTime() - b.getTime())[0]
}

async function acknowledgedUntil(
  manager: JetStreamManager,
  stream: string,
  consumer: string,
): Promise<Date | undefined> {
  const now = new Date()
  const info = await orUndefined(manager.consumers.info(stream, consumer), JetStreamApiCodes.ConsumerNotFound)
  if (!info) return undefined
  if (info.num_pending === 0 && info.num_ack_pending === 0) return now
  // The library's types do not know that the server finds the next of a subject.
  const next = { seq: info.ack_floor.stream_seq + 1, next_by_subj: info.config.filter_subject }
  const oldest = await manager.streams.getMessage(stream, next)
  return oldest?.time ?? now
}
