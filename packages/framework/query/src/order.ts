import { StoaError } from '@stoa/kernel'
import type { EntityNode, Graph } from './graph.ts'
import { quote, type Scope } from './scope.ts'

/** One criterion to sort by; `field` may lead through relations to one. */
export interface OrderBy {
  field: string
  direction: 'asc' | 'desc'
}

const MOST_CRITERIA = 10
const MOST_DEPTH = 8

/**
 * The `order by` of a page. The primary key is always its last tie-break, so that pages never overlap.
 *
 * @throws StoaError `invalid_data` for a name the entity does not have
 */
export function orderBy(
  graph: Graph,
  node: EntityNode,
  alias: string,
  order: readonly OrderBy[],
  scope: Scope,
): string {
  if (order.length > MOST_CRITERIA) {
    throw new StoaError('invalid_data', `Rows can be ordered by at most ${MOST_CRITERIA} fields.`)
  }
  for (const { field, direction } of order) {
    if (direction !== 'asc' && direction !== 'desc') {
      throw new StoaError('invalid_data', `The order of ${field} must be asc or desc; ${direction} is not.`)
    }
  }
  const parts = order.map(
    ({ field, direction }) => `${column(graph, node, alias, field.split('.'), scope, field)} ${direction}`,
  )
  const last = order.at(-1)
  if (last?.field !== node.primaryKey)
    parts.push(`${alias}.${quote(node.primaryKey)} ${last?.direction ?? 'asc'}`)
  return parts.join(', ')
}

function column(
  graph: Graph,
  node: EntityNode,
  alias: string,
  path: string[],
  scope: Scope,
  field: string,
): string {
  const [name, ...rest] = path as [string, ...string[]]
  const own = node.columns.get(name)
  if (own && rest.length === 0) return `${alias}.${quote(own.name)}`
  const relation = node.relations.get(name)
  if (!relation || relation.many || rest.length === 0 || path.length > MOST_DEPTH) {
    throw new StoaError('invalid_data', `Trying to order by ${field}, which ${node.name} does not have.`)
  }
  const target = graph.node(relation.target)
  const self = scope.alias(target.name)
  const { from, where } = relation.join(alias, self, scope)
  return `(select ${column(graph, target, self, rest, scope, field)} from ${from} where ${where.join(' and ')} limit 1)`
}
