import multipart from '@fastify/multipart'
import type { KeptFile } from '@stoa/file'
import type { StoaServer } from '@stoa/http'
import type { FastifyContextConfig, FastifyReply, FastifyRequest } from 'fastify'
import { keepFiles } from './keep-files.ts'
import { tooLargeAs413 } from './too-large.ts'

/**
 * Adds a route that takes one file, in the field `file` of a form (`multipart/form-data`), keeps it, and answers. It is a
 * plugin of its own: no other route takes anything but JSON.
 *
 * @param path of the POST
 * @param answer gets the file that was kept; where it throws, the file is its to remove
 * @param config for whom the route is. Default: what the area of the path says
 */
export async function fileUpload(
  app: StoaServer,
  path: string,
  answer: (file: KeptFile, request: FastifyRequest, reply: FastifyReply) => Promise<unknown>,
  config: FastifyContextConfig = {},
): Promise<void> {
  await app.register(async (routes) => {
    await routes.register(multipart)
    const schema: object = {
      consumes: ['multipart/form-data'],
      description: 'A file in the field `file`.',
    }
    routes.post(path, { schema, config }, async (request, reply) => {
      const [file] = await tooLargeAs413(() => keepFiles(request, { name: 'file', most: 1 }))
      return answer(file as KeptFile, request, reply)
    })
  })
}
