import { resolve } from 'node:path'
import serve from '@fastify/static'
import { FileService } from '@stoa/file'
import type { StoaServer } from '@stoa/http'
import { StoaError } from '@stoa/kernel'
import { Type } from 'typebox'
import { isPicture } from './is-picture.ts'

/**
 * `GET /static/*`: the files of a provider that keeps them in a directory. Not the directory is served, but what the provider
 * knows. Whoever may upload a file cannot make a page of it: browsers show pictures, and download the rest.
 */
export async function staticFiles(app: StoaServer): Promise<void> {
  const files = app.container.resolve(FileService)
  if (files.served_directory === undefined) return
  const root = resolve(files.served_directory)
  await app.register(serve, { serve: false })
  app.get(
    '/static/*',
    { schema: { hide: true, params: Type.Object({ '*': Type.String() }) }, logLevel: 'warn' },
    async (request, reply) => {
      const name = request.params['*']
      if (!(await files.hasFile(name))) throw new StoaError('not_found', `There is no file ${name}.`)
      reply.header('access-control-allow-origin', '*').header('x-content-type-options', 'nosniff')
      // A name is given once, so what is under it never changes.
      const options = { root, maxAge: '1y', immutable: true }
      return isPicture(name) ? reply.sendFile(name, options) : reply.download(name, options)
    },
  )
}
