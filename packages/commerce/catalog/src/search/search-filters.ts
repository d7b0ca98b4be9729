import { StoaError } from '@stoa/kernel'
import { escapePattern, type Filters } from '@stoa/query'
import { checkAttribute, type Searchable } from './searchable.ts'

type Wire = Readonly<Record<string, unknown>>

/** Operators whose name or meaning is another in the graph. */
const operators: Readonly<Record<string, (operand: unknown) => Filters>> = {
  $exists: (there) => (there === false ? { $eq: null } : { $ne: null }),
  $prefix: (text) => ({ $like: `${escapePattern(String(text))}%` }),
  // A list attribute has the value where one of its rows has it; several values want a row each, see below.
  $contains: (value) => ({ $eq: value }),
  $overlaps: (values) => ({ $in: values }),
}

/**
 * A search's filters as those of the graph. Paths lead through relations: `{ 'tags.value': 'sale' }`.
 *
 * @throws StoaError `invalid_data` for what is no attribute; the graph refuses operators it does not know
 */
export function toSearchFilters(filters: Wire, searchable: Searchable): Filters {
  const list = Object.entries(filters).map(([name, value]): Filters => {
    if (name === 'q') return {}
    if (name === '$and' || name === '$or' || name === '$not') {
      const parts = [value].flat().map((part) => toSearchFilters(asFilters(name, part), searchable))
      return { [name]: name === '$not' ? { $and: parts } : parts }
    }
    checkAttribute(searchable, name)
    return { $and: conditions(value).map((condition) => at(name, condition)) }
  })
  return { $and: list }
}

/** The conditions on a value, each of which may hold for another row of a list. */
function conditions(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [value]
  return Object.entries(value).flatMap(([operator, operand]): unknown[] => {
    if (operator === '$contains' && Array.isArray(operand)) return operand
    return [operators[operator]?.(operand) ?? { [operator]: operand }]
  })
}

/** A condition on an attribute, which may lie behind relations. */
export const at = (path: string, condition: unknown): Filters =>
  path.split('.').reduceRight<unknown>((inner, name) => ({ [name]: inner }), condition) as Filters

function asFilters(name: string, value: unknown): Wire {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Wire
  throw new StoaError('invalid_data', `${name} must hold filters; ${JSON.stringify(value)} is none.`)
}
