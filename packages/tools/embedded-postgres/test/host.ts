import { startEmbeddedPostgres } from '../src/index.ts'

/** A host of its own process: starts or adopts the database of the project in argv, says so, and stays. */
const postgres = await startEmbeddedPostgres({ projectRoot: process.argv[2] as string })
process.on('message', async () => {
  await postgres.stop()
  process.disconnect()
})
process.send?.({ url: postgres.url, adopted: postgres.adopted, pid: postgres.pid })
