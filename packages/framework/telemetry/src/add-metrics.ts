import { timingSafeEqual } from 'node:crypto'
import type { StoaServer } from '@stoa/http'
import { StoaError } from '@stoa/kernel'
import type { FastifyRequest } from 'fastify'
import { Metrics } from './metrics.ts'

/** How metrics are served. */
export interface MetricsOptions {
  /** What is to be shown as bearer token. Default: anybody may read them. */
  token?: string
}

/**
 * Counts requests, and serves `GET /metrics` in the text form of Prometheus
 * (https://prometheus.io/docs/instrumenting/exposition_formats/).
 */
export function addMetrics(app: StoaServer, { token }: MetricsOptions = {}): void {
  const metrics = app.container.resolve(Metrics)
  metrics.logTo((message, { error, ...fields } = {}) => app.log.error({ ...fields, err: error }, message))

  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown'
    const { method } = request
    metrics.requests.observe({ method, route, status: reply.statusCode }, reply.elapsedTime / 1000)
  })

  app.get('/metrics', { schema: { hide: true } as object, logLevel: 'warn' }, async (request, reply) => {
    if (token !== undefined && !shows(request, token)) {
      throw new StoaError('unauthorized', 'Unauthorized: send the metrics token as bearer.')
    }
    return reply.type(metrics.registry.contentType).send(await metrics.text())
  })
}

function shows({ headers: { authorization = '' } }: FastifyRequest, token: string): boolean {
  const [shown, wanted] = [Buffer.from(authorization), Buffer.from(`Bearer ${token}`)]
  return shown.length === wanted.length && timingSafeEqual(shown, wanted)
}
