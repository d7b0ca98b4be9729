import type { FileRouteHandler } from '@stoa/http'

export const GET: FileRouteHandler = (request, reply) =>
  reply.type('text/plain').send(request.container === request.server.container ? 'hello' : 'stranger')
