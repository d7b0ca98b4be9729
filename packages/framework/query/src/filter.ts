import { BigNumber, StoaError } from '@stoa/kernel'
import type { ColumnKind, EntityNode, Graph, Relation } from './graph.ts'
import { quote, type Scope } from './scope.ts'
import { searchCondition } from './search.ts'
import { relationOf } from './selection.ts'

/** Conditions by column, relation or `$and`, `$or`, `$not`, `q`. */
export type Filters = { readonly [name: string]: unknown }

const MOST_CONDITIONS = 200

/** What filtering needs to know beside the filter itself. */
export interface FilterContext {
  graph: Graph
  scope: Scope
  with_deleted: boolean
  /** Whether `$re` may be used: a regular expression can be made to take forever. */
  allow_regex: boolean
  conditions: number
}

/** How PostgreSQL calls the type of each kind of column. */
export const valueTypes: Record<ColumnKind, string> = {
  text: 'text',
  number: 'numeric',
  bignumber: 'numeric',
  boolean: 'boolean',
  datetime: 'timestamptz',
  json: 'jsonb',
}

const COMPARISONS = new Map(
  Object.entries({
    $eq: '=',
    $ne: 'is distinct from',
    $gt: '>',
    $gte: '>=',
    $lt: '<',
    $lte: '<=',
    $like: 'like',
    $ilike: 'ilike',
    $re: '~',
  }),
)

/**
 * Turns a filter into SQL conditions on a row.
 *
 * @throws StoaError `invalid_data` for a name the entity does not have, an unknown operator or a value of the wrong kind
 */
function conditions(
  filter: Filters,
  node: EntityNode,
  alias: string,
  context: FilterContext,
  via?: Relation,
): string[] {
  return Object.entries(filter).flatMap(([name, value]) => {
    if (value === undefined) return []
    count(context)
    switch (name) {
      case '$and':
        return [group(asFilters(name, value), node, alias, context, ' and ', via)]
      case '$or':
        return [group(asFilters(name, value), node, alias, context, ' or ', via)]
      case '$not':
        return [
          `not coalesce(${group(asFilters(name, [value].flat()), node, alias, context, ' and ', via)}, false)`,
        ]
      case 'q':
        return searchCondition(node, alias, value, context.scope)
      default:
        return condition(name, value, node, alias, context, via)
    }
  })
}

/** The `where` of a page: what fits the filter and, unless the deleted are asked for, lives. Empty where that is all rows. */
export function whereOf(filter: Filters, node: EntityNode, alias: string, context: FilterContext): string {
  const living = node.softDelete && !context.with_deleted ? [`${alias}.deleted_at is null`] : []
  const all = [...living, ...conditions(filter, node, alias, context)]
  return all.length > 0 ? ` where ${all.join(' and ')}` : ''
}

function count(context: FilterContext): void {
  context.conditions += 1
  if (context.conditions > MOST_CONDITIONS) {
    throw new StoaError('invalid_data', `A filter may hold at most ${MOST_CONDITIONS} conditions.`)
  }
}

function group(
  list: Filters[],
  node: EntityNode,
  alias: string,
  context: FilterContext,
  joint: string,
  via?: Relation,
): string {
  const parts = list.map((filter) => {
    const inner = conditions(filter, node, alias, context, via)
    return inner.length > 0 ? `(${inner.join(' and ')})` : 'true'
  })
  return parts.length > 0 ? `(${parts.join(joint)})` : 'true'
}

function condition(
  name: string,
  value: unknown,
  node: EntityNode,
  alias: string,
  context: FilterContext,
  via?: Relation,
): string[] {
  const column = node.columns.get(name)
  if (column) {
    const left = via?.fields?.get(name)?.(alias, context.scope) ?? `${alias}.${quote(column.name)}`
    return compare(name, left, column.kind, value, context)
  }
  const relation = relationOf(node, name, via)
  if (!relation)
    throw new StoaError('invalid_data', `Trying to filter by ${name}, which ${node.name} does not have.`)
  if (value === null) return [`not ${existing(relation, {}, alias, context)}`]
  const nested = isFilters(value) ? value : { [context.graph.node(relation.target).primaryKey]: value }
  return [existing(relation, nested, alias, context)]
}

/** Through a relation: there is a living row at its other end for which the conditions hold. */
function existing(relation: Relation, filter: Filters, parent: string, context: FilterContext): string {
  const target = context.graph.node(relation.target)
  const self = context.scope.alias(target.name)
  const living = target.softDelete && !context.with_deleted ? [`${self}.deleted_at is null`] : []
  const inner = conditions(filter, target, self, context, relation)
  if (relation.pairs && namesRows(filter, target)) {
    const { table, here, there } = relation.pairs
    const named = `select ${self}.${quote(target.primaryKey)} from ${target.table} ${self} where ${[...living, ...inner].join(' and ')}`
    return `exists (select 1 from ${table} ${self}_via where ${self}_via.${here} = ${parent}.id and ${self}_via.${there} = any(array(${named})))`
  }
  const { from, where } = relation.join(parent, self, context.scope)
  return `exists (select 1 from ${from} where ${[...where, ...living, ...inner].join(' and ')})`
}

/**
 * Whether a filter says by their ids which few rows it means. They depend on no parent, so PostgreSQL looks them up once,
 * and then needs nothing but the table of pairs; joined, it misjudges how many parents have one.
 */
function namesRows(filter: Filters, { primaryKey }: EntityNode): boolean {
  const ids = filter[primaryKey]
  return Object.keys(filter).length === 1 && (typeof ids === 'string' || Array.isArray(ids))
}

function compare(
  name: string,
  left: string,
  kind: ColumnKind,
  value: unknown,
  context: FilterContext,
): string[] {
  if (value === null) return [`${left} is null`]
  if (Array.isArray(value)) return [isIn(name, left, kind, value, context)]
  if (!isFilters(value)) return [`${left} = ${parameter(name, kind, value, context)}`]
  return Object.entries(value)
    .filter(([, operand]) => operand !== undefined)
    .map(([operator, operand]) => operate(name, left, kind, operator, operand, context))
}

function operate(
  name: string,
  left: string,
  kind: ColumnKind,
  operator: string,
  operand: unknown,
  context: FilterContext,
): string {
  count(context)
  if ((operator === '$contains' || operator === '$overlap') && kind !== 'json') {
    throw new StoaError('invalid_data', `Field '${name}' cannot be filtered with ${operator}: it is no JSON.`)
  }
  switch (operator) {
    case '$in':
      return isIn(name, left, kind, [operand].flat(), context)
    case '$nin':
      return `not coalesce(${isIn(name, left, kind, [operand].flat(), context)}, false)`
    case '$contains':
      return `${left} @> ${parameter(name, 'json', operand, context)}`
    case '$overlap':
      return `${left} ?| ${context.scope.parameter(
        [operand].flat().map((item) => toValue(name, 'text', item)),
        'text[]',
      )}`
    case '$not':
      return `not coalesce(${all(compare(name, left, kind, operand, context))}, false)`
    case '$and':
    case '$or': {
      const parts = [operand].flat().map((part) => all(compare(name, left, kind, part, context)))
      return parts.length > 0 ? `(${parts.join(operator === '$and' ? ' and ' : ' or ')})` : 'true'
    }
  }
  const comparison = COMPARISONS.get(operator)
  if (!comparison || (operator === '$re' && !context.allow_regex)) {
    throw new StoaError('invalid_data', `Field '${name}' cannot be filtered with ${operator} here.`)
  }
  if (operand === null) {
    if (operator === '$eq') return `${left} is null`
    if (operator === '$ne') return `${left} is not null`
    throw new StoaError('invalid_data', `Field '${name}' cannot be compared with null by ${operator}.`)
  }
  const pattern = operator === '$like' || operator === '$ilike' || operator === '$re'
  if (operator === '$eq' && Array.isArray(operand)) return isIn(name, left, kind, operand, context)
  return `${pattern ? `${left}::text` : left} ${comparison} ${parameter(name, pattern ? 'text' : kind, operand, context)}`
}

const all = (parts: string[]) => (parts.length > 0 ? `(${parts.join(' and ')})` : 'true')

function isIn(
  name: string,
  left: string,
  kind: ColumnKind,
  values: unknown[],
  { scope }: FilterContext,
): string {
  const known = values.filter((value) => value !== null).map((value) => toValue(name, kind, value))
  const list = `${left} = any(${scope.parameter(known, `${valueTypes[kind]}[]`)})`
  return known.length < values.length ? `(${list} or ${left} is null)` : list
}

const parameter = (name: string, kind: ColumnKind, value: unknown, { scope }: FilterContext) =>
  scope.parameter(toValue(name, kind, value), valueTypes[kind])

/** What PostgreSQL reads as a number; JS reads more, such as `0x10` and true. */
const NUMBER = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i

/** The escapes that `jsonb` refuses: NUL and half of a surrogate pair. */
const UNSTORABLE = /\\u(0000|d[89a-f])/i

/** Checks a value before PostgreSQL would refuse it in words nobody outside understands. */
export function toValue(name: string, kind: ColumnKind, value: unknown): unknown {
  const wrong = (what: string) =>
    new StoaError('invalid_data', `Field '${name}' must be ${what}; ${JSON.stringify(value)} is not.`)
  if (kind === 'datetime') {
    const date = new Date(value instanceof Date || typeof value === 'number' ? value : String(value))
    if (typeof value === 'object' && !(value instanceof Date)) throw wrong('a date')
    const year = date.getUTCFullYear()
    if (!(year > 0 && year < 10_000)) throw wrong('a date such as 2026-01-31T12:00:00Z')
    return date.toISOString()
  }
  if (kind === 'json') {
    const json = JSON.stringify(value)
    if (UNSTORABLE.test(json)) throw wrong('text that PostgreSQL can hold')
    return json
  }
  if (BigNumber.isBigNumber(value)) return value.toFixed()
  if (typeof value === 'object') throw wrong('a single value or a list of values')
  if (kind === 'number' || kind === 'bignumber') {
    if (!NUMBER.test(String(value)) || !Number.isFinite(Number(value))) throw wrong('a number')
    return String(value)
  }
  if (kind === 'boolean') {
    if (value === true || value === 'true') return true
    if (value === false || value === 'false') return false
    throw wrong('true or false')
  }
  if (String(value).includes('\0')) throw wrong('text without the character NUL')
  return String(value)
}

export const isFilters = (value: unknown): value is Filters =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Date) &&
  !BigNumber.isBigNumber(value)

function asFilters(name: string, value: unknown): Filters[] {
  const list = Array.isArray(value) ? value : isFilters(value) ? Object.values(value) : [value]
  if (!list.every(isFilters)) throw new StoaError('invalid_data', `${name} must be a list of conditions.`)
  return list
}
