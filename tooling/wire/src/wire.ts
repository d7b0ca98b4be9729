import { readFileSync } from 'node:fs'

/** What a route takes: the names of the fields of its body and of its query, with spaces between. */
export interface Taken {
  body?: string
  query?: string
}

/** By method and path: `POST /admin/products/:id`. */
export type Wire = Record<string, Taken>

/** What is right where the contract is not, and how one knows. `query_of` is the route whose query it has, too. */
export interface Exception extends Taken {
  query_of?: string
  why: string
}

const read = (file: string) => JSON.parse(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8'))

/** What the contract says is wrong for these routes; `docs/wire.md` tells of them. */
export const exceptions: Record<string, Exception> = read('exceptions.json')

/** What the contract says, as `distil.ts` wrote it down. */
export const contract: Wire = read('names.json')

/** The wire: what the contract says, but for the exceptions. */
export const wire: Wire = { ...contract }
for (const [route, { body, query, query_of }] of Object.entries(exceptions)) {
  const inherited = query_of === undefined ? [] : [contract[query_of]?.query]
  wire[route] = { body: body ?? '', query: [query, ...inherited].filter(Boolean).join(' ') }
}
