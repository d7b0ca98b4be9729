import type { KeptFile } from '@stoa/file'
import { type FieldRules, resolveFields } from '@stoa/query'
import type { FastifyRequest } from 'fastify'

/** All there is to know about a file. */
export const fileFields = { defaults: ['id', 'url'], allowed: ['id', 'url'] } satisfies FieldRules

/** The fields of a file that the client asks for. */
export function withFields(request: FastifyRequest, file: KeptFile): Partial<KeptFile> {
  const { fields } = request.query as { fields?: string }
  const wanted = new Set(resolveFields(fields, fileFields))
  return Object.fromEntries(Object.entries(file).filter(([name]) => wanted.has(name)))
}
