import cors, { type FastifyCorsOptions } from '@fastify/cors'
import type { FastifyInstance, FastifyRequest } from 'fastify'

/** Origins: a list, or one text with commas. `/…/` is a regular expression; `*` is everyone, but without cookies. */
export type Origins = string | readonly string[]

/** Which browser apps may call which area. None may call an area that is left out. */
export interface CorsOptions {
  store?: Origins
  admin?: Origins
  auth?: Origins
}

/** Lets browsers call each area from the origins configured for it. */
export async function addCors(app: FastifyInstance, options: CorsOptions = {}): Promise<void> {
  const areas = new Map(Object.entries(options).map(([area, origins]) => [area, areaOptions(origins)]))
  await app.register(cors, {
    hook: 'onRequest',
    delegator: (
      request: FastifyRequest,
      done: (error: Error | null, options?: FastifyCorsOptions) => void,
    ) => {
      // A preflight request meets the route for all paths, so that its own tells the area.
      const [, area = ''] = request.url.split(/[/?]/, 2)
      done(null, areas.get(area) ?? { origin: false })
    },
  })
}

function areaOptions(origins: Origins): FastifyCorsOptions {
  const list = toList(origins)
  const everyone = list.includes('*')
  return {
    origin: everyone ? '*' : list.map(toMatcher),
    credentials: !everyone,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposedHeaders: ['content-disposition', 'retry-after'],
    maxAge: 600,
    strictPreflight: false,
  }
}

const toList = (origins: Origins): string[] =>
  (typeof origins === 'string' ? origins.split(',') : [...origins])
    .map((origin) => origin.trim())
    .map((origin) => (origin.startsWith('/') ? origin : origin.replace(/\/$/, '')))
    .filter((origin) => origin !== '')

const toMatcher = (origin: string): string | RegExp =>
  origin.length > 2 && origin.startsWith('/') && origin.endsWith('/')
    ? new RegExp(origin.slice(1, -1))
    : origin
