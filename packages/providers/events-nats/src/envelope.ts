import type { StoaEvent } from '@stoa/events'
import { StoaError } from '@stoa/kernel'

/** CloudEvents' media type for an event that is whole in the body. */
export const CONTENT_TYPE = 'application/cloudevents+json'

/** Bytes of a message that headers may take. */
const HEADERS = 1024

/** An event whose data are too large to be carried says where they are: CloudEvents' extension `dataref`. */
type Carried = StoaEvent | (Omit<StoaEvent, 'data'> & { dataref: string })

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

/**
 * The event in a message's body.
 *
 * @param load finds an event in the database by its id
 * @returns undefined for one whose data are kept no longer
 * @throws StoaError `invalid_data` for what is no event
 */
export async function fromMessage(
  body: Uint8Array,
  load: (id: string) => Promise<StoaEvent | undefined>,
): Promise<StoaEvent | undefined> {
  const carried = parse(body)
  return 'dataref' in carried ? load(carried.id) : carried
}

function parse(body: Uint8Array): Carried {
  const text = new TextDecoder().decode(body)
  try {
    const carried = JSON.parse(text) as Partial<StoaEvent>
    if (typeof carried.id === 'string' && typeof carried.type === 'string') return carried as Carried
  } catch {
    // Said below.
  }
  throw new StoaError('invalid_data', `A message is no event: ${text.slice(0, 100)}`)
}
