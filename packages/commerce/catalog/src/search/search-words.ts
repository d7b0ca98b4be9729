import { StoaError } from '@stoa/kernel'
import { escapePattern, type Filters } from '@stoa/query'
import type { SearchOptions } from './search-body.ts'
import { at } from './search-filters.ts'
import { checkAttribute, type Searchable } from './searchable.ts'

const MOST_WORDS = 10

/** The words of a search text, in lower case. */
export const wordsOf = (q: string) => q.toLowerCase().split(/\s+/).filter(Boolean).slice(0, MOST_WORDS)

/**
 * What a search text asks for: each word, or any of them, must stand somewhere in the row, or in the attributes that are to
 * be searched.
 *
 * @throws StoaError `invalid_data` for a text that is none, and for attributes that are not there
 */
export function toWordFilters(
  q: unknown,
  { attributes_to_search_on: attributes = [], match_strategy = 'all' }: SearchOptions,
  searchable: Searchable,
): Filters {
  if (q === undefined) return {}
  if (typeof q !== 'string') throw new StoaError('invalid_data', "Field 'q' must be a text to search for.")
  for (const attribute of attributes) checkAttribute(searchable, attribute)
  const found = wordsOf(q).map((word): Filters => {
    if (attributes.length === 0) return { q: word }
    const pattern = `%${escapePattern(word)}%`
    return { $or: attributes.map((attribute) => at(attribute, { $ilike: pattern })) }
  })
  if (found.length === 0) return {}
  return match_strategy === 'any' ? { $or: found } : { $and: found }
}
