import type { DeadLetter } from '@stoa/events'
import { command } from '../command.ts'
import { withEvents } from '../open-module.ts'
import { moment, shorten, table } from '../table.ts'
import { toCount } from '../values.ts'

export const dead = command({
  meta: {
    name: 'dead',
    description: 'Lists dead letters, the oldest first: events that a subscriber failed on too often',
  },
  options: {
    subscriber: { type: 'string', description: 'Only those of this subscriber' },
    limit: { type: 'string', description: 'How many at most', default: '50' },
    json: { type: 'boolean', description: 'Writes JSON' },
  },
  async run({ subscriber, limit, json }) {
    const filter = { ...(subscriber ? { subscriber } : {}), limit: toCount('limit', limit) }
    const letters = await withEvents((events) => events.listDead(filter))
    if (json) console.log(JSON.stringify(letters, null, 2))
    else if (letters.length === 0) console.log('There are no dead letters.')
    else console.log(table(['dead since', 'subscriber', 'event', 'id', 'tries', 'error'], letters.map(row)))
  },
})

const row = ({ dead_at, subscriber, event, attempts, error }: DeadLetter): string[] => [
  moment(dead_at),
  subscriber,
  event.type,
  event.id,
  String(attempts),
  shorten(error ?? ''),
]
