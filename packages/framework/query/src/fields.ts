import { StoaError } from '@stoa/kernel'

/** What a route selects unless asked otherwise, and what may be asked of it. */
export interface FieldRules {
  defaults: readonly string[]
  /** Leave it out where every exposed field may be asked for. */
  allowed?: readonly string[]
  /** Selected whatever the client asks for. */
  always?: readonly string[]
}

const OPERATORS = /^[+\-* ]/

/**
 * Reads the `fields` parameter: `+x`, `-x` and `*x` amend a route's defaults, one bare name replaces them all. `id` is
 * always in. A `+` arrives as a space in a query string.
 *
 * @throws StoaError `invalid_data` naming what the route does not allow
 * @example
 * resolveFields('-handle,*variants', { defaults: ['id', 'title', 'handle'] }) // ['id', 'title', '*variants']
 */
export function resolveFields(fields: string | undefined, rules: FieldRules): string[] {
  const { defaults, always = [] } = rules
  if (!fields?.trim()) return [...defaults, ...always]
  const asked = fields
    .split(',')
    .map((field) => field.trimEnd())
    .filter(Boolean)
  const replaces = asked.some((field) => !OPERATORS.test(field) && !field.endsWith('.*'))
  const chosen = new Set(replaces ? ['id'] : defaults)
  const refused: string[] = []
  for (const field of asked) {
    const name = plain(field)
    if (!isAllowed(name, rules)) refused.push(name)
    else if (field.startsWith('-')) remove(chosen, name)
    else chosen.add(field.startsWith('*') || field.endsWith('.*') ? `*${name}` : name)
  }
  if (refused.length > 0) {
    throw new StoaError('invalid_data', `Requested fields [${refused.join(', ')}] are not valid.`)
  }
  return [...chosen, ...always]
}

const plain = (field: string) =>
  field
    .replace(OPERATORS, '')
    .replace(/\.?\*$/, '')
    .trim()

function remove(chosen: Set<string>, name: string): void {
  for (const field of [...chosen]) {
    const path = plain(field)
    if (path === name || path.startsWith(`${name}.`)) chosen.delete(field)
  }
}

/** Exactly what a route lists, or a column right under a relation that it lists. */
function isAllowed(name: string, { allowed, defaults }: FieldRules): boolean {
  if (!allowed) return true
  const parent = name.slice(0, name.lastIndexOf('.'))
  const lists = [allowed, defaults]
  return lists.some((list) =>
    list.some((entry) => plain(entry) === name || (name.includes('.') && plain(entry) === parent)),
  )
}
