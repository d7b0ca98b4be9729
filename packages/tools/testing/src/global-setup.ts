import { beginRun, dropDatabasesOf, dropLeftovers, publishRun } from './run.ts'
import { openTestServer } from './test-server.ts'

/**
 * The `globalSetup` of vitest for tests on a database: finds the server (`DATABASE_URL`, or an embedded PostgreSQL with
 * its data in `.stoa/test`), removes what killed runs left on it, and this run's databases at the end.
 *
 * @example
 * // vitest.config.ts
 * export default defineConfig({ test: { globalSetup: ['@stoa/testing/global-setup'] } })
 */
export default async function setup(project: { config: { root: string } }): Promise<() => Promise<void>> {
  const { adminUrl, client, release } = await openTestServer(project.config.root)
  const id = await beginRun(client)
  await dropLeftovers(client)
  publishRun({ adminUrl, id })
  return async () => {
    await dropDatabasesOf(client, id)
    await release()
  }
}
