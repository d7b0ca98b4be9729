import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { run } from './child.mjs'
import { root } from './root.mjs'

const stamp = path.join(root, 'node_modules', '.stoa-installed')

/** Installs what the lockfile says, unless that is done. Resolves to an exit code. */
export async function ensureInstalled() {
  const wanted = lockfileHash()
  if (isInstalled(wanted)) return 0
  const { packageManager } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
  console.error(`Installing dependencies with ${packageManager} …`)
  // CI: pnpm never asks, which nobody would see.
  const code = await run('npx', ['--yes', packageManager, 'install', '--frozen-lockfile'], {
    env: { CI: 'true' },
    quiet: true,
  })
  if (code === 0) writeFileSync(stamp, wanted)
  return code
}

function isInstalled(wanted) {
  if (!existsSync(path.join(root, 'node_modules', '.modules.yaml'))) return false
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted
}

function lockfileHash() {
  return createHash('sha256')
    .update(readFileSync(path.join(root, 'pnpm-lock.yaml')))
    .digest('hex')
}
