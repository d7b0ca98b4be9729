import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Packed } from './pack.ts'
import { run } from './run.ts'

/** Makes a project in an empty folder and installs the tarballs there with plain npm, and `others` by their ranges. */
export async function installTarballs(
  project: string,
  packed: readonly Packed[],
  others: Readonly<Record<string, string>> = {},
): Promise<void> {
  await mkdir(project, { recursive: true })
  const tarballs = Object.fromEntries(packed.map(({ name, tarball }) => [name, `file:${tarball}`]))
  const dependencies = { ...tarballs, ...others }
  const manifest = { name: 'stranger', version: '1.0.0', private: true, type: 'module', dependencies }
  await writeFile(path.join(project, 'package.json'), JSON.stringify(manifest, null, 2))
  await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'], project)
}
