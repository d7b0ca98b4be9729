import { readdir } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { StoaError } from '@stoa/kernel'
import type {
  FastifyContextConfig,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  FastifySchema,
} from 'fastify'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

type Method = (typeof METHODS)[number]

/** What a `route.ts` exports under the name of a method. */
export type FileRouteHandler = (request: FastifyRequest<any>, reply: FastifyReply) => unknown

/** What a `route.ts` may export. */
export type FileRoute = { [Name in Method]?: FileRouteHandler } & {
  /** The schemas of the methods. */
  schema?: { [Name in Method]?: FastifySchema }
  /** For all methods: `{ auth: … }`, see `AuthConfig`. */
  config?: FastifyContextConfig
}

/**
 * Adds a route for every `route.ts` or `route.js` in a folder. The folders' names are the path: `store/brands/[id]/route.ts`
 * is `/store/brands/:id`. Those under `/store` and `/admin` have the same doors as built-in routes.
 *
 * @param options.prefix stands before every path, such as `/plugins/reviews`
 * @returns the routes that were added, such as `GET /store/brands/:id`
 * @throws StoaError `invalid_data` for a file that exports no method
 */
export async function loadFileRoutes(
  app: FastifyInstance<any, any, any, any, any>,
  directory: string,
  { prefix = '' }: { prefix?: string } = {},
): Promise<string[]> {
  const added: string[] = []
  for (const file of await routeFiles(directory)) {
    const route: FileRoute = await import(pathToFileURL(join(directory, file)).href)
    const methods = METHODS.filter((method) => typeof route[method] === 'function')
    if (methods.length === 0) {
      throw new StoaError(
        'invalid_data',
        `${join(directory, file)} exports no handler. Export a function named ${METHODS.join(', ')}.`,
      )
    }
    const url = prefix + pathOf(file)
    for (const method of methods) {
      app.route({
        method,
        url,
        schema: route.schema?.[method] ?? {},
        config: route.config ?? {},
        handler: route[method] as never,
      })
      added.push(`${method} ${url}`)
    }
  }
  return added
}

async function routeFiles(directory: string): Promise<string[]> {
  const files = await readdir(directory, { recursive: true })
  return files.filter((file) => /(^|[\\/])route\.m?[jt]s$/.test(file)).sort()
}

/** `store/brands/[id]/route.ts` → `/store/brands/:id` */
const pathOf = (file: string) =>
  `/${file
    .split(sep)
    .slice(0, -1)
    .map((folder) => folder.replace(/^\[(\w+)\]$/, ':$1'))
    .join('/')}`
