import { StoaError } from '@stoa/kernel'
import type { Filters } from '@stoa/query'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'

const MAX_VERSION = 2_147_483_647

/** The query of every route that answers with one order. */
export const orderQuery = Type.Object({
  fields: Type.Optional(Type.String({ description: 'Fields to return, with commas.' })),
  version: Type.Optional(
    Type.Integer({ minimum: 1, maximum: MAX_VERSION, description: 'The order as it was then.' }),
  ),
})

/** Reads the order in the version that is asked for. */
export function versionScope(request: FastifyRequest): {
  filters?: Filters
  context?: Record<string, unknown>
} {
  const { version } = request.query as { version?: number }
  if (version === undefined) return {}
  return { filters: { version: { $gte: version } }, context: { order_version: version } }
}

/** Says that it is the version which is not there, where one was asked for. */
export async function explainVersion<Result>(
  request: FastifyRequest,
  work: Promise<Result>,
): Promise<Result> {
  const { version } = request.query as { version?: number }
  try {
    return await work
  } catch (error) {
    if (version === undefined || !StoaError.is(error) || error.type !== 'not_found') throw error
    const { id } = request.params as { id: string }
    throw new StoaError('not_found', `Order with id: ${id} and version: ${version} was not found`)
  }
}
