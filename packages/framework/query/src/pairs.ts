import type { EntityNode, Join, Pairs } from './graph.ts'
import { quote } from './scope.ts'

/** From a parent's row to those it is paired with. */
export const throughPairs = (
  { table, here, there }: Pairs,
  target: Pick<EntityNode, 'table' | 'primaryKey'>,
  parent: string,
  self: string,
): Join => ({
  from: `${table} ${self}_via join ${target.table} ${self} on ${self}.${quote(target.primaryKey)} = ${self}_via.${there}`,
  where: [`${self}_via.${here} = ${parent}.id`],
})
