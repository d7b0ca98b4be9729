import { Database, StoaError } from '@stoa/kernel'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'

/** Runs what a request writes as one transaction. */
export function transaction<Result>(request: FastifyRequest, work: () => Promise<Result>): Promise<Result> {
  return request.container.resolve(Database).transaction(work)
}

/** The body of routes that add things to another and take things away from it, by id. */
export const additions = () =>
  Type.Object({
    add: Type.Optional(Type.Array(Type.String())),
    remove: Type.Optional(Type.Array(Type.String())),
  })

/**
 * Fails unless all of them exist.
 *
 * @param found the ids that do
 * @throws StoaError `not_found` that names the others
 */
export function assertFound(what: string, asked: readonly string[], found: readonly string[]): void {
  const known = new Set(found)
  const missing = [...new Set(asked)].filter((id) => !known.has(id))
  if (missing.length > 0) {
    throw new StoaError('not_found', `${what} with id: ${missing.join(', ')} was not found`)
  }
}
