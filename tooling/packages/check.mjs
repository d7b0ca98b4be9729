// What a stranger gets: packs every published package, lints the tarballs, installs them with npm and imports each.
// Needs what `npm run build` makes.
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { entryPoints, importFault } from './src/import-entries.ts'
import { installTarballs } from './src/install-tarballs.ts'
import { lint } from './src/lint.ts'
import { inPairs, packAll } from './src/pack.ts'

const root = path.resolve(import.meta.dirname, '../..')
const scratch = await mkdtemp(path.join(os.tmpdir(), 'stoa-packages-'))
try {
  const packed = await packAll(root, scratch)
  report(await inPairs(packed, lint))
  console.log(`publint and attw find nothing in ${packed.length} tarballs.`)

  const project = path.join(scratch, 'project')
  await installTarballs(project, packed)
  const entries = packed.flatMap((one) => entryPoints(project, one.name))
  report(await inPairs(entries, (entry) => importFault(project, entry)))
  console.log(`Installed with npm, all ${entries.length} entry points can be imported.`)
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
} finally {
  await rm(scratch, { recursive: true, force: true })
}

function report(faults) {
  const found = faults.flat()
  if (found.length > 0) throw new Error(found.join('\n'))
}
