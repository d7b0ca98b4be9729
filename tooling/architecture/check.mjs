// Fails where a package stands on one it may not stand on, or imports what its package.json does not list.
import path from 'node:path'
import { arrowFaults, cycles, importFaults, importsOf, readWorkspace } from './src/index.ts'

const root = path.resolve(import.meta.dirname, '../..')
const workspace = readWorkspace(root)
const sources = workspace.map((member) => ({ member, imports: importsOf(path.join(root, member.path)) }))

const faults = [
  ...arrowFaults(workspace),
  ...cycles(workspace).map((cycle) => `These stand on each other: ${cycle.join(' → ')}. Cut one arrow.`),
  ...sources.flatMap(({ member, imports }) => importFaults(member, imports)),
]
for (const fault of faults) console.error(fault)
if (faults.length > 0) process.exit(1)

const counts = Object.entries(Object.groupBy(workspace, ({ kind }) => kind)).map(
  ([kind, members]) => `${members.length} ${kind}`,
)
const imports = sources.reduce((sum, { imports }) => sum + imports.length, 0)
console.log(`${workspace.length} packages (${counts.join(', ')}) and ${imports} imports point the right way.`)
