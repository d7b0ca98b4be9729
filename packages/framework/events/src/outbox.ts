import { createId, type Database, StoaError } from '@stoa/kernel'
import { type EventRow, type NewEvent, type StoaEvent, toEvent } from './event.ts'
import { traceEmission } from './tracing.ts'

/** Where the event's table says it comes from. */
const SOURCE = '/stoa'

const INSERT = `
  insert into stoa_events.event (id, name, source, subject, data, trace)
  select id, name, '${SOURCE}', subject, data, trace
  from jsonb_to_recordset($1::jsonb) as e (id text, name text, subject text, data jsonb, trace jsonb)`

const CLAIM = `
  with next as (
    select id from stoa_events.event where dispatched_at is null order by position limit $1 for update skip locked
  )
  update stoa_events.event e set dispatched_at = now() from next where e.id = next.id
  returning e.id, e.position, e.name, e.source, e.subject, e.data, e.time, e.trace`

/** Writes events in one statement, in the open transaction if there is one. */
export async function insertEvents(database: Database, events: readonly NewEvent[]): Promise<string[]> {
  for (const { name } of events) checkEventName(name)
  if (events.length === 0) return []
  return traceEmission(events, async (trace) => {
    const rows = events.map(({ name, data, subject }) => ({
      id: createId('evt'),
      name,
      subject: subject ?? (data as { id?: unknown }).id?.toString(),
      data,
      trace,
    }))
    await database.query(INSERT, [JSON.stringify(rows)], { name: 'events_emit' })
    return rows.map(({ id }) => id)
  })
}

/** Longer than any, and short enough for what transports address events by. */
const LONGEST_NAME = 200

function checkEventName(name: string): void {
  if (name.length > 0 && name.length <= LONGEST_NAME) return
  throw new StoaError(
    'invalid_data',
    `An event is named by 1 to ${LONGEST_NAME} characters; "${name.slice(0, 40)}" has ${name.length}.`,
  )
}

/** An event by its id; undefined if there is none any longer. */
export async function readEvent(database: Database, id: string): Promise<StoaEvent | undefined> {
  const [row] = await database.query<EventRow>(
    'select id, position, name, source, subject, data, time, trace from stoa_events.event where id = $1',
    [id],
  )
  return row && toEvent(row)
}

/**
 * Takes events that no host has dispatched yet, oldest first: ids commit out of order, so "newer than the last" would
 * lose some. Call it in the turn of this host.
 */
export async function claimEvents(database: Database, limit: number): Promise<StoaEvent[]> {
  const rows = await database.query<EventRow>(CLAIM, [limit], { name: 'events_claim' })
  return rows.sort((a, b) => Number(BigInt(a.position) - BigInt(b.position))).map(toEvent)
}
