import type { EventRecord } from '@stoa/events'
import { command } from '../command.ts'
import { withEvents } from '../open-module.ts'
import { moment, table } from '../table.ts'
import { toCount, toList, toTime } from '../values.ts'

export const list = command({
  meta: { name: 'list', description: 'Lists events and what has become of them, the newest first' },
  options: {
    name: { type: 'string', description: 'Only events of these names, separated by commas' },
    since: { type: 'string', description: 'Only events emitted since: a time, or 15m, 2h, 7d ago' },
    undispatched: { type: 'boolean', description: 'Only events that wait to be dispatched' },
    limit: { type: 'string', description: 'How many at most', default: '50' },
    json: { type: 'boolean', description: 'Writes JSON' },
  },
  async run({ name, since, undispatched, limit, json }) {
    const names = toList('name', name)
    const time = toTime('since', since)
    const filter = {
      ...(names ? { names } : {}),
      ...(time ? { since: time } : {}),
      undispatched: undispatched ?? false,
      limit: toCount('limit', limit),
    }
    const records = await withEvents((events) => events.list(filter))
    if (json) console.log(JSON.stringify(records, null, 2))
    else if (records.length === 0) console.log('There are no such events.')
    else console.log(table(['time', 'name', 'subject', 'id', 'state'], records.map(row)))
  },
})

const row = (record: EventRecord): string[] => {
  const { time, type, subject = '', id } = record.event
  return [moment(time), type, subject, id, state(record)]
}

function state({ dispatched_at, done, retrying, dead }: EventRecord): string {
  if (dispatched_at === null) return 'waits'
  const parts = [
    done.length > 0 ? `done by ${done.join(', ')}` : '',
    retrying.length > 0 ? `to be tried again by ${retrying.join(', ')}` : '',
    dead.length > 0 ? `dead for ${dead.join(', ')}` : '',
  ].filter(Boolean)
  return parts.join('; ') || 'dispatched'
}
