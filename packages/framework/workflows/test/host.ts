import type { Database, Modules, Provider } from '@stoa/kernel'
import { createTestDatabase, type TestDatabase, templateDatabase } from '@stoa/testing'
import { afterEach } from 'vitest'
import { Workflows } from '../src/index.ts'
import { connect } from './connect.ts'

/** One process of a shop, as far as workflows go. */
export interface Host {
  url: string
  modules: Modules
  database: Database
  workflows: Workflows
  /** Leaves a row, in the open transaction if there is one. */
  note(name: string): Promise<void>
  /** The names of the rows left, in order. */
  notes(): Promise<string[]>
}

const hosts: Host[] = []
const databases: TestDatabase[] = []

afterEach(async () => {
  for (const { workflows } of hosts) await workflows.stop()
  for (const { modules } of hosts.splice(0)) await modules.close()
  for (const database of databases.splice(0)) await database.drop()
})

export async function openHost(url?: string, providers: Provider<any>[] = []): Promise<Host> {
  const modules = await connect(url ?? (await shopDatabase()), providers)
  const { database } = modules
  const host: Host = {
    url: url ?? (databases.at(-1)?.url as string),
    modules,
    database,
    workflows: modules.resolve(Workflows),
    async note(name) {
      await database.query('insert into public.effect (name) values ($1)', [name])
    },
    async notes() {
      const rows = await database.query<{ name: string }>('select name from public.effect order by no')
      return rows.map((row) => row.name)
    },
  }
  hosts.push(host)
  return host
}

async function shopDatabase(): Promise<string> {
  const template = await templateDatabase('workflows', async (url) => {
    const modules = await connect(url)
    await modules.migrate()
    await modules.close()
  })
  const database = await createTestDatabase({ template })
  databases.push(database)
  return database.url
}
