import type { Database } from '@stoa/kernel'
import type { StoaEvent } from './event.ts'
import { WANTS } from './registry.ts'

/** Milliseconds after which a host is tried that may know the event. */
const PAUSE = 1_000
/** Milliseconds for which a type of event counts as unwanted once it was. */
const UNWANTED = 5_000

const PASS_ON = `
  with wanting as (
    select s.name, e.id from stoa_events.subscriber s join stoa_events.event e on ${WANTS} where s.name = $1 and e.id = $2
  ), passed as (
    insert into stoa_events.redelivery as r (subscriber, event_id, retry_at)
    select name, id, now() + ${PAUSE} * interval '1 millisecond' from wanting
    where not exists (select from stoa_events.inbox i where i.subscriber = name and i.event_id = id)
    on conflict (subscriber, event_id) do update set retry_at = excluded.retry_at where r.dead_at is null
  )
  select from wanting`

/**
 * Events that a subscriber does not know on this host. While a new version is rolled out, hosts of the old one share its
 * events, of which there may be more kinds; and a transport may bring more than was asked for.
 */
export class Unknown {
  readonly #database: Database
  readonly #subscriber: string
  /** Types that the subscriber wants on no host, each until a time. */
  readonly #unwanted = new Map<string, number>()

  constructor(database: Database, subscriber: string) {
    this.#database = database
    this.#subscriber = subscriber
  }

  /**
   * Leaves an event to hosts that know it, or out if there are none.
   *
   * @returns in how many milliseconds it is due again, if it is
   */
  async passOn({ id, type }: StoaEvent): Promise<number | undefined> {
    if ((this.#unwanted.get(type) ?? 0) > Date.now()) return undefined
    const wanting = await this.#database.query(PASS_ON, [this.#subscriber, id])
    if (wanting.length > 0) return PAUSE
    this.#unwanted.set(type, Date.now() + UNWANTED)
    return undefined
  }
}
