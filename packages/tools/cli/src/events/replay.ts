import type { ReplayFilter } from '@stoa/events'
import { StoaError } from '@stoa/kernel'
import { command } from '../command.ts'
import { withEvents } from '../open-module.ts'
import { toList, toTime } from '../values.ts'

export const replay = command({
  meta: {
    name: 'replay',
    description:
      'Sends events again, to subscribers that have not dealt with them. All conditions given must hold.',
  },
  options: {
    dead: { type: 'boolean', description: 'Only dead letters' },
    name: { type: 'string', description: 'Only events of these names, separated by commas' },
    id: { type: 'string', description: 'Only events with these ids, separated by commas' },
    subscriber: { type: 'string', description: 'Only to these subscribers, separated by commas' },
    from: { type: 'string', description: 'Only events emitted since: a time, or 15m, 2h, 7d ago' },
    to: { type: 'string', description: 'Only events emitted before: a time, or 15m, 2h, 7d ago' },
    all: { type: 'boolean', description: 'All events that are kept' },
    again: {
      type: 'boolean',
      description: 'Also to subscribers that have dealt with them: their effects happen again',
    },
    json: { type: 'boolean', description: 'Writes JSON' },
  },
  async run({ dead, name, id, subscriber, from, to, all, again, json }) {
    const chosen = withoutUndefined({
      dead,
      names: toList('name', name),
      event_ids: toList('id', id),
      subscribers: toList('subscriber', subscriber),
      from: toTime('from', from),
      to: toTime('to', to),
    })
    if (Object.keys(chosen).length === 0 && !all) {
      throw new StoaError(
        'invalid_data',
        'Say which events: --dead, --name, --id, --subscriber, --from, --to; or --all for all that are kept.',
      )
    }
    const sent = await withEvents((events) => events.replay({ ...chosen, again: again ?? false }))
    console.log(
      json ? JSON.stringify({ sent }) : `${sent} ${sent === 1 ? 'delivery is' : 'deliveries are'} due again.`,
    )
  },
})

const withoutUndefined = (
  filter: { [Key in keyof ReplayFilter]: ReplayFilter[Key] | undefined },
): ReplayFilter => Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined))
