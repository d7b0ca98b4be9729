import type { StoaServer } from '@stoa/http'
import type { FastifyContextConfig } from 'fastify'
import { search } from '../search/search.ts'
import { searchBody } from '../search/search-body.ts'

const config: FastifyContextConfig = {
  auth: { actor: 'customer', by: ['session', 'bearer'], optional: true },
}

/** Searches in what a storefront shows, with facets and highlights. */
export async function storeSearch(app: StoaServer): Promise<void> {
  app.post('/store/search', { schema: { body: searchBody }, config }, async (request) => {
    const { body } = request
    const results: object[] = []
    for (const query of 'queries' in body ? body.queries : [body]) results.push(await search(request, query))
    return { results }
  })
}
