import type { StoaEvent } from '@stoa/events'

/** CloudEvents' media type for an event that is whole in the body. */
export const CONTENT_TYPE = 'application/cloudevents+json'

/** Bytes of a message that headers may take. */
const HEADERS = 1024

/** An event whose data are too large to be carried says where they are: CloudEvents' extension `dataref`. */
export type Carried = StoaEvent | (Omit<StoaEvent, 'data'> & { dataref: string })

/**
 * An event as a message's body. One that is too large for a message travels without its data, which the receiving host
 * reads from the database.
 *
 * @param max_payload bytes that a message may have
 */
export function toMessage(event: StoaEvent, max_payload: number): Uint8Array {
  const whole = new TextEncoder().encode(JSON.stringify(event))
  if (whole.byteLength + HEADERS <= max_payload) return whole
  const { data: _, ...rest } = event
  return new TextEncoder().encode(JSON.stringify({ ...rest, dataref: `${event.source}/events/${event.id}` }))
}

/** What is in a message's body; undefined if that is no event. */
export function parseMessage(body: Uint8Array): Carried | undefined {
  try {
    const carried = JSON.parse(new TextDecoder().decode(body)) as Partial<StoaEvent> | null
    const fit = typeof carried?.id === 'string' && typeof carried.type === 'string'
    return fit ? (carried as Carried) : undefined
  } catch {
    return undefined
  }
}
