import type { FastifyReply } from 'fastify'

/** From here on bytes are cheaper: Node reserves three for each character of a string before it sends it. */
const LONG = 16_384

/**
 * Sends text that is JSON already, such as what PostgreSQL built, without parsing or writing it again.
 *
 * @param pieces what makes the text, one after the other. To join long ones first would copy them once more.
 */
export function sendJson(reply: FastifyReply, ...pieces: readonly string[]): FastifyReply {
  const length = pieces.reduce((sum, piece) => sum + Buffer.byteLength(piece), 0)
  const body = length < LONG ? pieces.join('') : toBytes(pieces, length)
  return reply.type('application/json; charset=utf-8').send(body)
}

function toBytes(pieces: readonly string[], length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length)
  let at = 0
  for (const piece of pieces) at += bytes.write(piece, at)
  return bytes
}
