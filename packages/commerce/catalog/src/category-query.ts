import type { Filters } from '@stoa/query'

/** A query string has no null: `parent_category_id=null` asks for roots. */
export const nullWords = (conditions: Filters): Filters =>
  Object.fromEntries(
    Object.entries(conditions).map(([name, value]) => [name, value === 'null' ? null : value]),
  )
