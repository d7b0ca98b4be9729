import { run } from './child.mjs'
import * as commands from './commands.mjs'

const steps = {
  types: ['tsc', '-p', 'tsconfig.json'],
  lint: ['biome', 'ci', ...(process.stdout.isTTY ? [] : ['--colors=off']), '.'],
  unused: ['knip', '--no-config-hints'],
  architecture: ['node', 'tooling/architecture/check.mjs'],
  build: commands.build,
  packages: ['node', 'tooling/packages/check.mjs'],
  tests: commands.test,
}

/** Runs the steps in order, or only those that are named, and stops at the first that fails. */
export async function check(names) {
  const unknown = names.filter((name) => !Object.hasOwn(steps, name))
  if (unknown.length > 0) {
    console.error(`There is no step "${unknown[0]}". There are: ${Object.keys(steps).join(', ')}.`)
    return 1
  }
  const chosen = names.length > 0 ? names : Object.keys(steps)
  for (const name of chosen) {
    console.log(`\n▶ ${name}`)
    const start = Date.now()
    const [command, ...args] = steps[name]
    const code = await run(command, args)
    const seconds = `${((Date.now() - start) / 1000).toFixed(1)} s`
    console.log(code === 0 ? `✓ ${name} (${seconds})` : `✗ ${name} failed (${seconds})`)
    if (code !== 0) return code
  }
  return 0
}
