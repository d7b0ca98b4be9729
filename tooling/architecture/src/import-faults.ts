import { isBuiltin } from 'node:module'
import path from 'node:path'
import type { Import } from './imports.ts'
import type { Member } from './workspace.ts'

/** Imports that would fail once the package is installed alone: unlisted packages, and files outside its folder. */
export function importFaults(member: Member, imports: readonly Import[]): string[] {
  return imports.flatMap(({ file, specifier }) => {
    const at = `${member.path}/${file}`
    if (specifier.startsWith('.')) {
      const target = path.posix.join(path.posix.dirname(file), specifier)
      return target.startsWith('..') ? [`${at} imports ${specifier}, which is outside its package.`] : []
    }
    const name = packageOf(specifier)
    if (isBuiltin(specifier) || name === member.name || member.needs.includes(name)) return []
    return [`${at} imports ${name}: list it in the dependencies or peerDependencies of ${member.name}.`]
  })
}

/** `@stoa/testing/global-setup` → `@stoa/testing` */
const packageOf = (specifier: string) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
