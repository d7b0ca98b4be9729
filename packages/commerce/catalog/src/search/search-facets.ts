import type { Facet, FacetResult } from '@stoa/query'
import type { SearchOptions, SearchQuery, WantedFacet } from './search-body.ts'
import { checkAttribute, type Searchable } from './searchable.ts'

const DEFAULT_LIMIT = 100

/** A facet as the client wants it, and as the query finds it out. */
export interface SearchFacet {
  wanted: WantedFacet
  facet: Facet
}

/**
 * The facets of a search.
 *
 * @param filtersWithout the graph's filters of the search, but for those on one attribute: where facets are disjunctive, the
 *   values that a buyer did not choose keep their counts
 * @throws StoaError `invalid_data` for what is no attribute
 */
export function facetsOf(
  { facets = [], disjunctive_facets = false }: SearchOptions,
  { filters = {} }: SearchQuery,
  searchable: Searchable,
  filtersWithout: (attribute: string) => Facet['filters'],
): SearchFacet[] {
  return facets.map((each) => {
    const wanted: WantedFacet = typeof each === 'string' ? { field: each } : each
    const { field } = wanted
    checkAttribute(searchable, field)
    const other = disjunctive_facets && field in filters ? filtersWithout(field) : undefined
    return { wanted, facet: { ...kindOf(wanted), field, ...(other ? { filters: other } : {}) } }
  })
}

function kindOf(wanted: WantedFacet) {
  if (wanted.type === 'range') return { kind: 'ranges', ranges: wanted.ranges } as const
  if (wanted.type === 'stats') return { kind: 'stats' } as const
  const { limit = DEFAULT_LIMIT, sort, query } = wanted
  const order = sort === 'alpha' ? 'value' : 'count'
  return { kind: 'values', limit, order, ...(query === undefined ? {} : { containing: query }) } as const
}

/** A facet as the wire shows it. */
export function onTheWire({ wanted }: SearchFacet, result: FacetResult): object {
  switch (result.kind) {
    case 'values':
      return { type: 'value', values: result.values, other_count: result.other_count }
    case 'ranges':
      return { type: 'range', ranges: rangesOf(wanted, result.counts) }
    case 'stats': {
      const { kind, ...stats } = result
      return { type: 'stats', ...stats }
    }
  }
}

const rangesOf = (wanted: WantedFacet, counts: readonly number[]) =>
  (wanted.type === 'range' ? wanted.ranges : []).map((range, index) => ({
    key: range.key ?? `${range.from ?? '*'}-${range.to ?? '*'}`,
    ...range,
    count: counts[index] ?? 0,
  }))
