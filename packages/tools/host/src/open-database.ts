import type { HostOptions } from './options.ts'

/** The database to use, and how to let go of it. */
export interface OpenedDatabase {
  url: string
  close(): Promise<void>
}

/** The database that is configured, or else a PostgreSQL of the project's own. */
export async function openDatabase({
  database,
  project = process.cwd(),
}: HostOptions): Promise<OpenedDatabase> {
  if (database) return { url: database, close: async () => {} }
  const { startEmbeddedPostgres } = await import('@stoa/embedded-postgres')
  const server = await startEmbeddedPostgres({ projectRoot: project })
  return { url: server.url, close: () => server.stop() }
}
