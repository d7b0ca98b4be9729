import { StoaError } from '@stoa/kernel'
import type { Compute } from './define-compute.ts'
import type { Expression, Scope } from './scope.ts'

/** How a column's value is written into JSON and compared in a filter. */
export type ColumnKind = 'text' | 'number' | 'bignumber' | 'boolean' | 'datetime' | 'json'

/** A stored value. */
export interface Column {
  name: string
  kind: ColumnKind
}

/** How to reach the rows of a relation from a row of its parent, in SQL. */
export interface Join {
  /** What stands behind `from`. */
  from: string
  /** Conditions joined by `and`. */
  where: string[]
  /** What stands behind `order by`, for lists. */
  order?: string
}

/** A table that pairs rows of two others. */
export interface Pairs {
  /** Quoted, with its schema. */
  table: string
  /** The quoted column that holds the parent's id. */
  here: string
  /** The quoted column that holds the target's id. */
  there: string
}

/** The way from one entity to another. */
export interface Relation {
  target: string
  /** Whether it leads to a list. */
  many: boolean
  join(parent: string, self: string, scope: Scope): Join
  /** The table of pairs it leads through, where it is nothing but such a table. */
  pairs?: Pairs
  /** Relations of the target that exist only on this way, such as an order item's `detail`. */
  relations?: Map<string, Relation>
  /** Those of them that all of the target's columns stand for, too. */
  in_star?: readonly string[]
  /** Columns of the target that read differently on this way, such as an order item's `quantity`. */
  fields?: Map<string, Expression>
}

/** An entity as the query sees it. */
export interface EntityNode {
  /** In snake case: `product_variant`. */
  name: string
  /** Quoted, with its schema. */
  table: string
  primaryKey: string
  /** Whether rows are marked as deleted rather than removed. */
  softDelete: boolean
  columns: Map<string, Column>
  relations: Map<string, Relation>
  /** Values that PostgreSQL computes. */
  fields: Map<string, Expression>
  /** Values that are computed from the rows once they have come. */
  computes: Compute[]
  /** Columns that may be shown in other languages. */
  translatable: ReadonlySet<string>
  /** What `q` looks through: an SQL expression over a row, in lower case. */
  search?: (alias: string) => string
  /** What stands in the row's search document, as paths; where there is one. */
  documented?: readonly string[]
}

/** All entities and the ways between them. */
export class Graph {
  /** SQL for the word of a row in another language; undefined where there are no translations. */
  translated: ((entity: string, column: string, row: string, locale: string) => string) | undefined
  readonly #nodes = new Map<string, EntityNode>()

  add(node: EntityNode): void {
    this.#nodes.set(node.name, node)
  }

  /** @throws StoaError `invalid_data` if there is no such entity */
  node(name: string): EntityNode {
    const node = this.#nodes.get(name)
    if (!node)
      throw new StoaError('invalid_data', `There is no entity ${name}. Start the module that brings it.`)
    return node
  }

  has(name: string): boolean {
    return this.#nodes.has(name)
  }

  nodes(): Iterable<EntityNode> {
    return this.#nodes.values()
  }
}
