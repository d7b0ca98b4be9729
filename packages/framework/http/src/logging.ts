import type { FastifyRequest, FastifyServerOptions } from 'fastify'

/** Options of pino, or `false` for no log. */
export type LoggerOptions = FastifyServerOptions['logger']

/** Logs requests without their query, which may hold the codes and tokens of sign-ins. */
export function withoutSecrets(logger: LoggerOptions): LoggerOptions {
  if (!logger) return false
  const { serializers, ...options } = logger === true ? {} : logger
  return { ...options, serializers: { req: describeRequest, ...serializers } }
}

const describeRequest = ({ method, url, host, ip }: FastifyRequest) => ({
  method,
  path: url.split('?', 1)[0],
  host,
  remote_address: ip,
})
