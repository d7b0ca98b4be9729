import { readFileSync } from 'node:fs'
import path from 'node:path'
import { run } from './run.ts'

/** What may be imported of an installed package: `@stoa/testing`, `@stoa/testing/global-setup`. */
export function entryPoints(project: string, name: string): string[] {
  const manifest = path.join(project, 'node_modules', name, 'package.json')
  const { exports } = JSON.parse(readFileSync(manifest, 'utf8'))
  return Object.entries<any>(exports)
    .filter(([, target]) => (target.default ?? target).endsWith('.js'))
    .map(([subpath]) => path.posix.join(name, subpath))
}

/** Imports it in a process of its own, so that nothing that another one did can help. */
export async function importFault(project: string, entry: string): Promise<string[]> {
  const script = `const face = await import(${JSON.stringify(entry)})
if (Object.keys(face).length === 0) throw new Error('It exports nothing.')`
  try {
    await run(process.execPath, ['--input-type=module', '--eval', script], project)
    return []
  } catch (error) {
    return [`${entry} cannot be imported: ${(error as Error).message}`]
  }
}
