import type { StoaServer } from '@stoa/http'
import { StoaError } from '@stoa/kernel'
import { Type } from 'typebox'
import { pictures } from './picture.ts'

/** Serves the pictures of the demo shop under `/static/demo`, as a Fastify plugin. */
export async function demoImages(app: StoaServer): Promise<void> {
  app.get(
    '/static/demo/:name',
    { schema: { hide: true, params: Type.Object({ name: Type.String() }) }, logLevel: 'warn' },
    async (request, reply) => {
      const paint = pictures.get(request.params.name)
      if (!paint) throw new StoaError('not_found', `There is no picture ${request.params.name}.`)
      return reply
        .type('image/svg+xml; charset=utf-8')
        .header('cache-control', 'public, max-age=86400')
        .header('access-control-allow-origin', '*')
        .send(paint())
    },
  )
}
