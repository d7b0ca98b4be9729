import type { Member } from './workspace.ts'

/** The circles in which packages stand on each other: each as names from one member back to itself. */
export function cycles(workspace: readonly Member[]): string[][] {
  const byName = new Map(workspace.map((member) => [member.name, member]))
  const done = new Set<string>()
  const found: string[][] = []

  const visit = (name: string, trail: string[]): void => {
    const start = trail.indexOf(name)
    if (start >= 0) {
      found.push([...trail.slice(start), name])
      return
    }
    const member = byName.get(name)
    if (!member || done.has(name)) return
    for (const next of [...member.needs, ...member.develops_with]) visit(next, [...trail, name])
    done.add(name)
  }
  for (const { name } of workspace) visit(name, [])
  return found
}
