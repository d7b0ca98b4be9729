import { StoaError, type StoaErrorType } from '@stoa/kernel'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { explainDatabaseError } from './database-errors.ts'

/** An error as clients receive it. */
export interface WireError {
  type: string
  message: string
  /** A machine-readable refinement of `type`. */
  code?: string
}

/** The status of each type of error. */
export const statusOfType: Record<StoaErrorType, number> = {
  invalid_data: 400,
  not_allowed: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  duplicate_error: 422,
  payment_authorization_error: 422,
  unexpected_state: 500,
}

/**
 * The type and code of refusals that come from the HTTP layer itself, by their status, and clearer words than those of
 * Fastify.
 */
const refusals: Record<number, { type: StoaErrorType; code?: string; message?: string }> = {
  401: { type: 'unauthorized' },
  403: { type: 'forbidden' },
  404: { type: 'not_found' },
  409: { type: 'conflict' },
  413: {
    type: 'invalid_data',
    code: 'body_too_large',
    message: 'The body is larger than this server accepts.',
  },
  414: { type: 'invalid_data', code: 'url_too_long', message: 'The URL is too long.' },
  415: {
    type: 'invalid_data',
    code: 'unsupported_media_type',
    message: 'The body has an unsupported type. Send JSON, with the header content-type: application/json.',
  },
  429: { type: 'not_allowed', code: 'too_many_requests' },
}

const UNKNOWN: WireError = {
  type: 'unknown_error',
  code: 'unknown_error',
  message: 'An unknown error occurred.',
}

const UNAVAILABLE: WireError = {
  type: 'unexpected_state',
  code: 'unavailable',
  message: 'The server could not answer in time. Try again in a moment.',
}

/** Status and body of the answer to anything that was thrown. */
export function answerTo(error: unknown): { status: number; body: WireError } {
  if (StoaError.is(error) && Object.hasOwn(statusOfType, error.type)) return answerToStoaError(error)
  const cause = explainDatabaseError(error)
  if (cause === 'unavailable') return { status: 503, body: UNAVAILABLE }
  if (cause) return answerToStoaError(cause)
  const { statusCode, code: origin } = (error ?? {}) as Partial<FastifyError>
  if (error instanceof Error && statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    const { type, code, message } = refusals[statusCode] ?? { type: 'invalid_data' }
    const words = origin?.startsWith('FST_') ? (message ?? error.message) : error.message
    return { status: statusCode, body: wireError(type, words, code) }
  }
  return { status: 500, body: UNKNOWN }
}

function answerToStoaError({ type, message, code }: StoaError): { status: number; body: WireError } {
  // Fastify writes its own code on validation errors that have none.
  return {
    status: code === refusals[429]?.code ? 429 : statusOfType[type],
    body: wireError(type, message, code?.startsWith('FST_') ? undefined : code),
  }
}

const wireError = (type: string, message: string, code: string | undefined): WireError => ({
  type,
  message,
  ...(code === undefined ? {} : { code }),
})

/** Answers everything that is thrown, and logs what is the server's fault. */
export function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const { status, body } = answerTo(error)
  if (status >= 500) request.log.error({ err: error }, 'A request failed')
  else if (error instanceof Error && error.cause) request.log.info({ err: error }, 'A request was refused')
  if (status === 503) reply.header('retry-after', 1)
  reply.code(status).type('application/json').send(JSON.stringify(body))
}

/** Makes the server answer errors, and requests for which there is no route. */
export function addErrorAnswers(app: FastifyInstance): void {
  app.setErrorHandler(sendError)
  app.setNotFoundHandler((request) => {
    const [path] = request.url.split('?', 1)
    throw new StoaError('not_found', `There is no route ${request.method} ${path}.`)
  })
}
