import type { GraphExtension } from '@stoa/kernel'
import type { Expression } from './scope.ts'

export interface FieldExtension extends GraphExtension {
  kind: 'field'
  entity: string
  name: string
  expression: Expression
}

/**
 * Adds a value that PostgreSQL computes from a row, such as a variant's price in the buyer's currency. It is computed only
 * where it is selected, and in the same statement.
 *
 * @param entity in snake case
 * @param name as it stands on the wire
 * @param expression the SQL, for a row with the given alias
 */
export function defineField(entity: string, name: string, expression: Expression): FieldExtension {
  return { kind: 'field', entity, name, expression }
}
