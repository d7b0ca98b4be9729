import { logFields, withLogFields } from '@stoa/kernel'
import type { FastifyInstance, FastifyRequest, FastifyServerOptions } from 'fastify'

/** Options of pino, or `false` for no log. */
export type LoggerOptions = FastifyServerOptions['logger']

/**
 * Logs requests without their query, which may hold the codes and tokens of sign-ins; and every line with what tells which
 * lines belong together, also deep in work that knows nothing of the request or event it is done for.
 */
export function loggerOf(logger: LoggerOptions): LoggerOptions {
  if (!logger) return false
  const { serializers, ...options } = logger === true ? {} : logger
  return { mixin: fieldsOfLine, ...options, serializers: { req: describeRequest, ...serializers } }
}

/** Lines that are logged for a request carry its id, whoever logs them. */
export function addRequestIds(app: FastifyInstance): void {
  // Not before the body is read: what goes on after that would have lost it.
  app.addHook('preValidation', (request, _reply, done) => {
    withLogFields({ reqId: request.id }, done)
  })
}

/** A request's own logger names it already. */
function fieldsOfLine(_line: object, _level: number, logger: { bindings(): object }): object {
  const { reqId, ...fields } = logFields()
  return reqId === undefined || 'reqId' in logger.bindings() ? fields : { reqId, ...fields }
}

const describeRequest = ({ method, url, host, ip }: FastifyRequest) => ({
  method,
  path: url.split('?', 1)[0],
  host,
  remote_address: ip,
})
