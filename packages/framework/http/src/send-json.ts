import type { FastifyReply } from 'fastify'

/** Sends text that is JSON already, such as what PostgreSQL built, without parsing or writing it again. */
export function sendJson(reply: FastifyReply, text: string): FastifyReply {
  return reply.type('application/json').send(text)
}
