import type { DemoHost } from './demo-host.ts'

type Schema = Record<string, any>

/** One route as the server's own document describes it. */
export interface Operation {
  method: 'GET' | 'POST' | 'DELETE'
  /** With its parameters in braces: `/admin/products/{id}`. */
  path: string
  query: { name: string; schema: Schema }[]
  body: Schema | undefined
}

const METHODS = ['get', 'post', 'delete'] as const

/** All routes of the three APIs. */
export async function operationsOf(demo: DemoHost): Promise<Operation[]> {
  const { body: document } = await demo.request('GET', '/openapi.json')
  return Object.entries<Schema>(document.paths)
    .filter(([path]) => /^\/(admin|store|auth)\//.test(path))
    .flatMap(([path, item]) =>
      METHODS.filter((method) => item[method]).map((method) => ({
        method: method.toUpperCase() as Operation['method'],
        path,
        query: (item[method].parameters ?? []).filter((parameter: Schema) => parameter.in === 'query'),
        body: item[method].requestBody?.content?.['application/json']?.schema,
      })),
    )
}

/** The path with something in place of each parameter. */
export const fill = (path: string, value: () => string) =>
  path.replace(/\{[^}]+\}/g, () => encodeURIComponent(value()))
