import type { GraphExtension } from '@stoa/kernel'
import type { Join } from './graph.ts'
import type { Expression, Scope } from './scope.ts'

/** A way between entities that is no plain foreign key. */
export interface RelationDefinition {
  entity: string
  name: string
  target: string
  many: boolean
  /** `scope` gives the query's context, for relations that show not everything to everyone. */
  join(parent: string, self: string, scope: Scope): Join
  relations?: Record<string, Omit<RelationDefinition, 'entity' | 'name'>>
  /** Those of `relations` that come, with all their columns, where all columns of the target are asked for. Default: none */
  in_star?: readonly string[]
  fields?: Record<string, Expression>
}

export interface RelationExtension extends RelationDefinition, GraphExtension {
  kind: 'relation'
}

/**
 * Adds a relation whose SQL is written by hand: versioned, flattened or through another table. A relation of the same
 * name is replaced.
 *
 * @example the items of an order are those of its current version
 * defineRelation({
 *   entity: 'order', name: 'items', target: 'order_line_item', many: true,
 *   join: (order, self) => ({
 *     from: `stoa_order.order_line_item ${self} join stoa_order.order_item ${self}_item on ${self}_item.item_id = ${self}.id`,
 *     where: [`${self}_item.order_id = ${order}.id`, `${self}_item.version = ${order}.version`],
 *   }),
 * })
 */
export function defineRelation(definition: RelationDefinition): RelationExtension {
  return { kind: 'relation', ...definition }
}
