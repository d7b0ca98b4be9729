import { loadProjectConfig, readEnvironment, startHost } from '@stoa/host'
import { fillEmptyShop, withDemoImages } from './demo.ts'
import { greet } from './greeting.ts'
import { explain } from './problem.ts'
import { untilSignal } from './signals.ts'

const project = process.cwd()

async function main(): Promise<void> {
  const began = performance.now()
  const signalled = untilSignal()
  readEnvFile()
  const environment = await readEnvironment(process.env, project)
  const config = withDemoImages(await loadProjectConfig(project), environment)
  const host = await startHost({ ...environment.options, config })
  try {
    await fillEmptyShop(host, environment)
    await host.app.listen({ port: environment.port, host: environment.host })
    await greet(host, environment, performance.now() - began)
    await signalled
  } finally {
    await host.stop()
  }
}

/** Variables that are set already stay as they are. */
function readEnvFile(): void {
  try {
    process.loadEnvFile()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

main().catch((error) => {
  console.error(explain(error))
  process.exitCode = 1
})
