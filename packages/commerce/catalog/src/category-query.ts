import type { Filters } from '@stoa/query'
import { Type } from 'typebox'

/** Query parameters that ask for more of the tree. */
export const trees = {
  include_ancestors_tree: Type.Optional(Type.Boolean()),
  include_descendants_tree: Type.Optional(Type.Boolean()),
}

/** A query string has no null: `parent_category_id=null` asks for roots. */
export const nullWords = (conditions: Filters): Filters =>
  Object.fromEntries(
    Object.entries(conditions).map(([name, value]) => [name, value === 'null' ? null : value]),
  )
