import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { dropDatabase, urlOfDatabase, withClient } from './admin.ts'
import { currentRun, databaseName } from './run.ts'
import type { TemplateDatabase } from './template-database.ts'

/** A database of a test's own. */
export type TestDatabase = {
  url: string
  name: string
  /** Drops it, closing what is still connected. Databases that are not dropped go at the end of the run. */
  drop(): Promise<void>
}

/**
 * Creates an empty database with a random name, or a copy of a template.
 *
 * @example
 * const database = await createTestDatabase({ template: await templateDatabase('shop', migrate) })
 */
export async function createTestDatabase(
  options: { template?: TemplateDatabase } = {},
): Promise<TestDatabase> {
  const run = currentRun()
  const name = databaseName(run.id, 'db', randomBytes(5).toString('hex'))
  await withClient(run.adminUrl, (client) => createDatabase(client, name, options.template?.name))
  return {
    url: urlOfDatabase(run.adminUrl, name),
    name,
    drop: () => withClient(run.adminUrl, (client) => dropDatabase(client, name)),
  }
}

/** `template0` never has connections, which would keep a database from being copied; UTF8 whatever the server's own is. */
export async function createDatabase(client: pg.Client, name: string, template = 'template0'): Promise<void> {
  const quoted = [name, template].map(pg.escapeIdentifier)
  await client.query(`create database ${quoted[0]} template ${quoted[1]} encoding 'UTF8'`)
}
