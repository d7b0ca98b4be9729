import type { GraphExtension } from '@stoa/kernel'
import type { ColumnKind } from './graph.ts'

/** An entity that no module keeps as it is shown. */
export interface ViewDefinition {
  /** In snake case. */
  entity: string
  /** A select statement of one row for each; it must give the columns by their names. */
  sql: string
  /** In the order of `*`. One is `id`, the primary key. */
  columns: Readonly<Record<string, ColumnKind>>
}

export interface ViewExtension extends ViewDefinition, GraphExtension {
  kind: 'view'
}

/**
 * Adds an entity that is only read: the rows of a select statement, under names and in a form of the wire. It can be selected,
 * filtered and ordered like any other. Extensions of it come after it.
 *
 * @example
 * defineView({
 *   entity: 'delivered_event',
 *   sql: 'select id, type as name, dispatched_at as delivered_at from stoa_events.event where dispatched_at is not null',
 *   columns: { id: 'text', name: 'text', delivered_at: 'datetime' },
 * })
 */
export function defineView(definition: ViewDefinition): ViewExtension {
  return { kind: 'view', ...definition }
}
