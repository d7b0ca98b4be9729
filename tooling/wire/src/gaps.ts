import { namesOf, type Schema } from './names.ts'
import type { Wire } from './wire.ts'

/** What of an OpenAPI document is read. */
export interface OpenApi {
  paths: Record<string, Record<string, Operation>>
}

interface Operation {
  parameters?: { in: string; name: string }[]
  requestBody?: { content?: Record<string, { schema?: Schema }> }
}

/** The wire's routes that are not served, and the names that served ones do not take. */
export interface Gaps {
  routes: string[]
  names: string[]
}

/** Parameters are called differently here and there; that counts for nothing. */
const keyOf = (method: string, path: string) =>
  `${method.toUpperCase()} ${path.replace(/:[^/]+|\{[^}]+\}/g, '{}')}`

const wordsOf = (text = '') => text.split(' ').filter(Boolean)

/** What of the wire a server lacks, as its own document tells. */
export function gapsOf(wire: Wire, document: OpenApi): Gaps {
  const served = servedBy(document)
  const gaps: Gaps = { routes: [], names: [] }
  for (const [route, taken] of Object.entries(wire)) {
    const [method, path] = route.split(' ') as [string, string]
    const mine = served.get(keyOf(method, path))
    if (!mine) gaps.routes.push(route)
    else
      for (const part of ['body', 'query'] as const)
        for (const name of wordsOf(taken[part]))
          if (!mine[part].has(name)) gaps.names.push(`${route}: ${part} ${name}`)
  }
  return gaps
}

function servedBy(document: OpenApi) {
  const resolve = (reference: string) =>
    reference
      .slice(2)
      .split('/')
      .reduce<any>((at, key) => at?.[key], document) ?? {}
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => [keyOf(method, path), operation] as const),
  )
  return new Map(
    operations.map(([key, { parameters = [], requestBody }]) => {
      const queries = parameters.filter((parameter) => parameter.in === 'query')
      const schemas = Object.values(requestBody?.content ?? {}).map(({ schema }) => schema)
      return [
        key,
        {
          // A nested filter is one parameter for each of its parts: `created_at[$gt]`.
          query: new Set(queries.map(({ name }) => name.split('[')[0] as string)),
          body: new Set(schemas.flatMap((schema) => namesOf(schema, resolve))),
        },
      ]
    }),
  )
}
