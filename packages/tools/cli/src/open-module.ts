import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Events, eventsModule } from '@stoa/events'
import { InventoryService, inventoryModule } from '@stoa/inventory'
import { type ModuleDefinition, type Modules, StoaError, startModules } from '@stoa/kernel'

/** Opens the shop's events for the time of `work`. */
export const withEvents = <Result>(work: (events: Events) => Promise<Result>) =>
  withModules([eventsModule], (modules) => work(modules.resolve(Events)))

/** Opens the shop's stock for the time of `work`. */
export const withInventory = <Result>(work: (inventory: InventoryService) => Promise<Result>) =>
  withModules([inventoryModule], (modules) => work(modules.resolve(InventoryService)))

/** Opens modules of the shop for the time of `work`. */
export async function withModules<Result>(
  definitions: readonly ModuleDefinition<any>[],
  work: (modules: Modules) => Promise<Result>,
): Promise<Result> {
  readEnvFile()
  const { url, close } = await openDatabase(process.cwd())
  try {
    const modules = await startModules([...definitions], { database: { url, max_connections: 2 } })
    try {
      return await work(modules)
    } finally {
      await modules.close()
    }
  } finally {
    await close()
  }
}

/** Variables that are set already stay as they are. */
function readEnvFile(): void {
  if (existsSync('.env')) process.loadEnvFile()
}

/** The database that is configured, or the project's own, which may or may not be running. */
async function openDatabase(project: string): Promise<{ url: string; close(): Promise<void> }> {
  const url = process.env.DATABASE_URL
  if (url) return { url, close: async () => undefined }
  if (!existsSync(join(project, '.stoa', 'postgres.json'))) {
    throw new StoaError(
      'invalid_data',
      'There is no database. Set DATABASE_URL, or go to the folder of a project that has been started.',
    )
  }
  const { startEmbeddedPostgres } = await import('@stoa/embedded-postgres')
  const server = await startEmbeddedPostgres({ projectRoot: project })
  return { url: server.url, close: () => server.stop() }
}
