// One host in a process of its own, to be killed: it begins with an event and never ends.
import { Events, EventTransport, eventsModule } from '@stoa/events'
import { provide, startModules } from '@stoa/kernel'
import { NatsTransport } from '../src/index.ts'

const [database = '', servers = '', prefix = ''] = process.argv.slice(2)
const modules = await startModules([eventsModule], {
  database,
  providers: [provide(EventTransport, () => new NatsTransport({ servers, prefix, ack_wait: 1_000 }))],
})
const events = modules.resolve(Events)
events.subscribe({
  name: 'orders',
  event: 'order.placed',
  handler: async ({ id }) => {
    console.log(`begun ${id}`)
    await new Promise(() => undefined)
  },
})
await events.start()
console.log('started')
