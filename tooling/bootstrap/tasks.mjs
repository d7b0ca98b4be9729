import { check } from './check.mjs'
import { run } from './child.mjs'
import * as commands from './commands.mjs'

const runWith = ([command, ...fixed], options) => {
  return (args) => run(command, [...fixed, ...args], options)
}

/** What the root's npm scripts do. Each takes the arguments after its name and resolves to an exit code. */
export const tasks = {
  start: runWith(['node', '--conditions=@stoa/source', 'apps/server/src/main.ts']),
  'start:prod': startProduction,
  build: runWith(commands.build),
  test: runWith(commands.test),
  chaos: runWith(['node', '--conditions=@stoa/source', 'tooling/chaos/src/main.ts']),
  check,
  format: runWith(['biome', 'check', '--write', '.']),
}

// The young generation grows to three times this while the modules load, and never shrinks: at V8's own 16 MiB an idle
// host holds 175 MB, at 4 MiB 136 MB.
const MEMORY = '--max-semi-space-size=4'

async function startProduction(args) {
  // Builds what is missing or stale; the rest comes from turbo's cache.
  const built = await runWith(commands.build, { quiet: true })([])
  if (built !== 0) return built
  return run('node', [MEMORY, 'apps/server/dist/main.js', ...args], { env: { NODE_ENV: 'production' } })
}
