import type { Kind, Member } from './workspace.ts'

const all: Kind[] = ['framework', 'modules', 'providers', 'commerce', 'tools', 'apps', 'examples', 'tooling']

const mayStandOn: Record<Kind, readonly Kind[]> = {
  framework: ['framework'],
  modules: ['framework'],
  providers: ['framework', 'modules'],
  commerce: ['framework', 'modules', 'commerce'],
  tools: all,
  apps: all,
  examples: all,
  tooling: all,
}

/** What is wrong with the arrows between these packages, a line for each. Cycles are not looked for. */
export function arrowFaults(workspace: readonly Member[]): string[] {
  const byName = new Map(workspace.map((member) => [member.name, member]))
  const known = (names: string[]) => names.flatMap((name) => byName.get(name) ?? [])
  return workspace.flatMap((from) => {
    const needs = known(from.needs)
    const developsWith = known(from.develops_with).filter(({ kind }) => !mayBeTestedWith(from, kind))
    return [
      ...[...needs, ...developsWith].flatMap((to) => wrongFloor(from, to) ?? []),
      ...needs.flatMap((to) => unpublished(from, to) ?? []),
      ...secondInterface(from, needs),
    ]
  })
}

/** Tests may use the tools whatever they test, and those of an area the providers that a host would bring. */
const mayBeTestedWith = (from: Member, kind: Kind) =>
  kind === 'tools' || (from.kind === 'commerce' && kind === 'providers')

function wrongFloor(from: Member, to: Member): string | undefined {
  const allowed = mayStandOn[from.kind]
  if (allowed.includes(to.kind)) return undefined
  return `${from.name} (${from.kind}) may not stand on ${to.name} (${to.kind}), only on ${allowed.join(', ')}.`
}

function unpublished(from: Member, to: Member): string | undefined {
  if (from.private || !to.private) return undefined
  return `${from.name} is published and needs ${to.name}, which is private. Nobody could install it.`
}

function secondInterface(from: Member, needs: Member[]): string[] {
  const modules = needs.filter(({ kind }) => kind === 'modules').map(({ name }) => name)
  if (from.kind !== 'providers' || modules.length < 2) return []
  return [
    `${from.name} implements one interface, yet needs several modules: ${modules.join(', ')}. Split it or drop one.`,
  ]
}
