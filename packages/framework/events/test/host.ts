import { type Database, type Modules, type Provider, sqlMigration, startModules } from '@stoa/kernel'
import { createTestDatabase, type TestDatabase, templateDatabase } from '@stoa/testing'
import { afterEach } from 'vitest'
import {
  Events,
  type EventsStartOptions,
  eventsModule,
  type StoaEvent,
  type Subscriber,
} from '../src/index.ts'

const migrations = [
  sqlMigration(
    'test/effect',
    'create table public.effect (subscriber text not null, event_id text not null)',
  ),
]

/** One process of a shop, as far as events go. */
export interface Host {
  modules: Modules
  database: Database
  events: Events
  start(options?: EventsStartOptions): Promise<void>
}

const hosts: Host[] = []
const databases: TestDatabase[] = []

afterEach(async () => {
  for (const { events } of hosts) await events.stop()
  for (const { modules } of hosts.splice(0)) await modules.close()
  for (const database of databases.splice(0)) await database.drop()
})

const connect = (url: string, providers: Provider<any>[] = []) =>
  startModules([eventsModule], { database: url, migrations, providers })

/** A database with the tables of events and one for effects; pg-boss has been started on it before. */
export async function shopDatabase(): Promise<string> {
  const template = await templateDatabase('events', async (url) => {
    const modules = await connect(url)
    await modules.migrate()
    const events = modules.resolve(Events)
    await events.start()
    await events.stop()
    await modules.close()
  })
  const database = await createTestDatabase({ template })
  databases.push(database)
  return database.url
}

export async function openHost(url: string, providers: Provider<any>[] = []): Promise<Host> {
  const modules = await connect(url, providers)
  const events = modules.resolve(Events)
  const host = { modules, database: modules.database, events, start: (options = {}) => events.start(options) }
  hosts.push(host)
  return host
}

/** Ends a host for good, as far as it can still be ended in order. */
export async function closeHost(host: Host): Promise<void> {
  await host.events.stop()
  await host.modules.close()
  hosts.splice(hosts.indexOf(host), 1)
}

/** A subscriber that leaves a row for every time it had an effect. */
export const noting = (
  host: Host,
  name: string,
  event: Subscriber['event'],
  more: Partial<Subscriber> = {},
): Subscriber => ({
  name,
  event,
  handler: ({ id }) =>
    host.database.query('insert into public.effect (subscriber, event_id) values ($1, $2)', [name, id]),
  ...more,
})

/** `subscriber event_id` of every effect so far, sorted. */
export async function effects({ database }: Host): Promise<string[]> {
  const rows = await database.query<{ effect: string }>(
    `select subscriber || ' ' || event_id as effect from public.effect order by subscriber, event_id`,
  )
  return rows.map(({ effect }) => effect)
}

/** Collects events, and lets a test wait for so many. */
export function collector() {
  const seen: StoaEvent[] = []
  const waiting: { count: number; resolve: () => void }[] = []
  return {
    seen,
    take(event: StoaEvent) {
      seen.push(event)
      for (const { count, resolve } of waiting) if (seen.length >= count) resolve()
    },
    async reach(count: number) {
      if (seen.length >= count) return
      const { promise, resolve } = Promise.withResolvers<void>()
      waiting.push({ count, resolve })
      await promise
    },
  }
}
