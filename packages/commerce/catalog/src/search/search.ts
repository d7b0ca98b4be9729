import { localeOf } from '@stoa/http'
import { StoaError } from '@stoa/kernel'
import { Query, resolveFields } from '@stoa/query'
import type { FastifyRequest } from 'fastify'
import { buyerContext } from '../pricing-context.ts'
import { highlightsOf } from './highlights.ts'
import type { SearchOptions, SearchQuery } from './search-body.ts'
import { facetsOf, onTheWire } from './search-facets.ts'
import { toSearchFilters } from './search-filters.ts'
import { toWordFilters } from './search-words.ts'
import { checkAttribute, searchableOf } from './searchable.ts'

const DEFAULT_TAKE = 20

/**
 * One search, in one statement. Hits come in the order that is asked for, or by age: PostgreSQL finds words, it does not
 * weigh them.
 *
 * @throws StoaError `invalid_data` for what cannot be searched so
 */
export async function search(request: FastifyRequest, query: SearchQuery): Promise<object> {
  const started = performance.now()
  const { entity, filters = {}, search_options: options = {} } = query
  refuseUnknown(options)
  const searchable = searchableOf(entity)
  const fields = query.fields?.join(',')
  const { skip, take, order } = pageOf(query)
  const filtersOf = (wire: SearchQuery['filters'] = {}) => ({
    $and: [
      searchable.shown?.(request) ?? {},
      toWordFilters(filters.q, options, searchable),
      toSearchFilters(wire, searchable),
    ],
  })
  const facets = facetsOf(options, query, searchable, (attribute) => {
    const { [attribute]: _, ...others } = filters
    return filtersOf(others)
  })
  for (const { field } of order) checkAttribute(searchable, field)
  const found = await request.container.resolve(Query).search(entity, {
    fields: resolveFields(fields, searchable.fields),
    filters: filtersOf(filters),
    order,
    // One more than is shown tells whether there are more.
    limit: take + 1,
    offset: skip,
    counted: options.count !== 'none',
    facets: facets.map(({ facet }) => facet),
    context: { ...buyerContext(request, fields), locale: localeOf(request) },
  })
  const documents = found.rows.slice(0, take)
  return {
    hits: documents.map((document) => {
      const highlights = highlightsOf(document, filters.q, options.highlight)
      return { id: document.id, document, ...(highlights ? { highlights } : {}) }
    }),
    ...(facets.length > 0
      ? {
          facets: Object.fromEntries(
            facets.map((facet, index) => [
              facet.wanted.field,
              onTheWire(facet, found.facets[index] as never),
            ]),
          ),
        }
      : {}),
    metadata: {
      skip,
      take,
      count: found.count,
      ...(found.rows.length > take ? { next_cursor: cursorOf(skip + take) } : {}),
      ...(typeof filters.q === 'string' ? { query: filters.q } : {}),
      processing_time_ms: Math.round(performance.now() - started),
    },
  }
}

/** What changes which hits there are must not be ignored; that words have to be spelt as they stand is no surprise. */
function refuseUnknown({ match_strategy, distinct, min_score, locales = [], vector }: SearchOptions): void {
  const names = { distinct, min_score, vector, locales: locales.length > 0 || undefined }
  const unknown = Object.entries(names).flatMap(([name, value]) => (value === undefined ? [] : [name]))
  if (match_strategy === 'last') unknown.push('match_strategy last')
  if (unknown.length > 0) {
    throw new StoaError('invalid_data', `This search has no ${unknown.join(', no ')}. Leave it out.`)
  }
}

function pageOf({ pagination = {} }: SearchQuery) {
  const { skip, take = DEFAULT_TAKE, order = {}, cursor } = pagination
  if (cursor !== undefined && skip !== undefined) {
    throw new StoaError('invalid_data', 'A search goes on at a cursor or after a number of hits, not both.')
  }
  return {
    skip: cursor === undefined ? (skip ?? 0) : positionOf(cursor),
    take,
    order: Object.entries(order).map(([field, direction]) => ({
      field,
      direction: direction === 'DESC' ? ('desc' as const) : ('asc' as const),
    })),
  }
}

const cursorOf = (position: number) => Buffer.from(`at ${position}`).toString('base64url')

function positionOf(cursor: string): number {
  const [, digits] = /^at (\d{1,9})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  if (digits !== undefined) return Number(digits)
  throw new StoaError('invalid_data', `${cursor} is no cursor. Send the next_cursor of an answer.`)
}
