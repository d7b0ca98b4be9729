import type { GraphExtension } from '@stoa/kernel'

/** A row as it came from PostgreSQL. */
export type ResultRow = Record<string, any>

/** The names that were asked for, by the path of the rows on which they stand: `''` for the row itself, `'items'`. */
export type WantedFields = ReadonlyMap<string, readonly string[]>

/** Values that PostgreSQL cannot compute. */
export interface Compute {
  /** The names it adds, dotted for those of nested rows: `total`, `items.total`. */
  fields: readonly string[]
  /** The fields it reads, as a selection: `['currency_code', 'items.quantity', 'items.tax_lines.rate']`. */
  requires: readonly string[]
  /** Whether `*` on the entity (and on a nested one it adds to) selects them too. Default: false. */
  in_star?: boolean
  /**
   * Sets those of the fields that are wanted, and no others, on the row; or, where a field stands for another form of a
   * relation, that relation. A pure function apart from that.
   */
  compute(row: ResultRow, context: Readonly<Record<string, unknown>>, wanted: WantedFields): void
}

export interface ComputeExtension extends GraphExtension {
  kind: 'compute'
  entity: string
  definition: Compute
}

/**
 * Adds values that are computed in code from the rows the statement returned, such as a cart's totals. What they read is
 * selected along, and taken out again where the asker did not want it.
 */
export function defineCompute(entity: string, definition: Compute): ComputeExtension {
  return { kind: 'compute', entity, definition }
}
