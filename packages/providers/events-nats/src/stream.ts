import { setTimeout as sleep } from 'node:timers/promises'
import {
  DiscardPolicy,
  JetStreamApiCodes,
  JetStreamApiError,
  type JetStreamManager,
  RetentionPolicy,
  StorageType,
} from '@nats-io/jetstream'
import { nanos } from '@nats-io/transport-node'
import { StoaError } from '@stoa/kernel'
import type { Names } from './names.ts'

const DAY = 24 * 60 * 60 * 1000
/** Milliseconds for which a message that is published once more is told from a new one. */
const DUPLICATE_WINDOW = 2 * 60 * 1000

/** What a shop's stream is to be like. */
export interface StreamSettings {
  /** Whose events they are. */
  shop_id: string
  keep_days: number
  replicas: number
  /**
   * Milliseconds before a missing stream is made. A server that is just deleting one removes files of the next that comes
   * too soon.
   */
  pause: number
}

/**
 * Makes the stream, or brings it in line with the settings. Hosts may do so at once: they ask for the same.
 *
 * @throws StoaError `conflict` if it belongs to another shop, which would get our events and we theirs
 */
export async function ensureStream(
  manager: JetStreamManager,
  names: Names,
  { shop_id, keep_days, replicas, pause }: StreamSettings,
): Promise<void> {
  const wanted = {
    subjects: names.subjects,
    max_age: nanos(keep_days * DAY),
    num_replicas: replicas,
    duplicate_window: nanos(Math.min(DUPLICATE_WINDOW, keep_days * DAY)),
  }
  const existing = await orUndefined(manager.streams.info(names.stream), JetStreamApiCodes.StreamNotFound)
  const description = `Events of the Stoa shop ${shop_id}`
  if (existing && existing.config.description !== description) {
    throw new StoaError(
      'conflict',
      `The stream ${names.stream} belongs to another shop. Set NATS_PREFIX to a name that no other shop has, or delete the stream`,
    )
  }
  if (!existing) {
    await sleep(pause)
    await manager.streams.add({
      ...wanted,
      name: names.stream,
      description,
      storage: StorageType.File,
      retention: RetentionPolicy.Limits,
      discard: DiscardPolicy.Old,
    })
  } else if (differs(existing.config, wanted)) {
    await manager.streams.update(names.stream, wanted)
  }
}

/** Whether any of the wanted values is another than the actual one. */
export const differs = (actual: object, wanted: object): boolean =>
  Object.entries(wanted).some(
    ([key, value]) => JSON.stringify(actual[key as keyof typeof actual]) !== JSON.stringify(value),
  )

/** What is found, or undefined where the server says that there is none. */
export async function orUndefined<Found>(
  finding: Promise<Found>,
  code: JetStreamApiCodes,
): Promise<Found | undefined> {
  try {
    return await finding
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === code) return undefined
    throw error
  }
}
