import { StoaError } from '@stoa/kernel'
import { type FilterContext, type Filters, toValue, valueTypes, whereOf } from './filter.ts'
import type { Column, EntityNode, Graph } from './graph.ts'
import { quote } from './scope.ts'

/** What is wanted to know of a field over all rows that fit, beside a page of them. */
export type Facet = FacetOf &
  (
    | { kind: 'values'; limit: number; order?: 'count' | 'value'; containing?: string }
    | { kind: 'ranges'; ranges: readonly { from?: string | number; to?: string | number }[] }
    | { kind: 'stats' }
  )

interface FacetOf {
  /** A column, or a path through relations to one: `tags.value`. A row counts once for each value. */
  field: string
  /** Which rows count. Default: those the page is cut from. */
  filters?: Filters
}

/** What was found out; ranges in their order, from `from` on and below `to`. */
export type FacetResult =
  | { kind: 'values'; values: { value: string; count: number }[]; other_count: number }
  | { kind: 'ranges'; counts: number[] }
  | {
      kind: 'stats'
      min: number | null
      max: number | null
      avg: number | null
      sum: number | null
      count: number
    }

const MOST_FACETS = 20
const MOST_RANGES = 50

/**
 * An SQL expression that gives the results of all facets as a JSON array.
 *
 * @param where the page's own conditions, with their `where`
 * @throws StoaError `invalid_data` for a field the entity does not have, or that cannot be counted so
 */
export function compileFacets(
  facets: readonly Facet[],
  node: EntityNode,
  where: string,
  context: FilterContext,
): string {
  if (facets.length > MOST_FACETS) {
    throw new StoaError('invalid_data', `At most ${MOST_FACETS} facets can be asked for at once.`)
  }
  return `json_build_array(${facets.map((facet) => compileFacet(facet, node, where, context)).join(', ')})`
}

function compileFacet(facet: Facet, node: EntityNode, pageWhere: string, context: FilterContext): string {
  const { column, sql } = valuesOf(context.graph, node, 'p', facet.field.split('.'), context, facet.field)
  const where = facet.filters ? whereOf(facet.filters, node, 'p', context) : pageWhere
  const values = `from ${node.table} p cross join lateral (${sql}) f${where}`
  const rows = `count(distinct p.${quote(node.primaryKey)})`
  switch (facet.kind) {
    case 'values':
      return `(${countedValues(facet, values, rows, context)})`
    case 'ranges':
      return `(select json_build_object('kind', 'ranges', 'counts', json_build_array(${rangeCounts(facet, column, rows, context)})) ${values})`
    case 'stats':
      if (column.kind !== 'number' && column.kind !== 'bignumber') {
        throw new StoaError('invalid_data', `${facet.field} is no number: it has no stats.`)
      }
      return `(select json_build_object('kind', 'stats', 'min', min(f.value), 'max', max(f.value), 'avg', avg(f.value), 'sum', sum(f.value), 'count', count(f.value)) ${values})`
  }
}

function countedValues(
  { limit, order = 'count', containing }: Extract<Facet, { kind: 'values' }>,
  values: string,
  rows: string,
  { scope }: FilterContext,
): string {
  const words =
    containing === undefined
      ? ''
      : ` where strpos(lower(value::text), ${scope.parameter(containing.toLowerCase(), 'text')}) > 0`
  const by = order === 'count' ? 'n desc, value' : 'value'
  const listed = `place <= ${scope.parameter(limit, 'int')}`
  const counted = `select f.value, ${rows} as n ${values} group by f.value having f.value is not null`
  const placed = `select value::text, n, row_number() over (order by ${by}) as place from (${counted}) counted${words}`
  return `select json_build_object('kind', 'values', 'values', coalesce(json_agg(json_build_object('value', value, 'count', n) order by place) filter (where ${listed}), '[]'), 'other_count', coalesce(sum(n) filter (where not ${listed}), 0)) from (${placed}) placed`
}

function rangeCounts(
  { field, ranges }: Extract<Facet, { kind: 'ranges' }>,
  { kind }: Column,
  rows: string,
  { scope }: FilterContext,
): string {
  if (ranges.length > MOST_RANGES) {
    throw new StoaError('invalid_data', `A facet may have at most ${MOST_RANGES} ranges.`)
  }
  const bound = (value: unknown) => scope.parameter(toValue(field, kind, value), valueTypes[kind])
  return ranges
    .map(({ from, to }) => {
      const bounds = [
        ...(from === undefined ? [] : [`f.value >= ${bound(from)}`]),
        ...(to === undefined ? [] : [`f.value < ${bound(to)}`]),
      ]
      return `${rows} filter (where ${['f.value is not null', ...bounds].join(' and ')})`
    })
    .join(', ')
}

/** A select of all values that a row has of the field. */
function valuesOf(
  graph: Graph,
  node: EntityNode,
  alias: string,
  path: string[],
  context: FilterContext,
  field: string,
): { column: Column; sql: string } {
  const [name, ...rest] = path as [string, ...string[]]
  const own = node.columns.get(name)
  if (own && own.kind !== 'json' && rest.length === 0) {
    return { column: own, sql: `select ${alias}.${quote(own.name)} as value` }
  }
  const relation = node.relations.get(name)
  if (!relation || rest.length === 0) {
    throw new StoaError('invalid_data', `${node.name} has no field ${field} to count the values of.`)
  }
  const target = graph.node(relation.target)
  const self = context.scope.alias(target.name)
  const { from, where } = relation.join(alias, self, context.scope)
  const living = target.softDelete && !context.with_deleted ? [`${self}.deleted_at is null`] : []
  const { column, sql } = valuesOf(graph, target, self, rest, context, field)
  const values = context.scope.alias('value')
  const reached = `select ${values}.value from ${from} cross join lateral (${sql}) ${values}`
  return { column, sql: `${reached} where ${[...where, ...living].join(' and ')}` }
}
