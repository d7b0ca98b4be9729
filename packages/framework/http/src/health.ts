import { StoaError } from '@stoa/kernel'
import type { FastifyInstance, FastifyRequest } from 'fastify'

/** Looks whether something works. It does not if this throws, rejects, gives `false` or takes over five seconds. */
export type Probe = () => unknown

/**
 * Something that `/ready` looks at. A server is not ready without it, unless it is `optional`: then the server is ready, but
 * degraded.
 */
export type ReadinessCheck = Probe | { probe: Probe; optional?: boolean }

const PATIENCE = 5_000

/** `/health` says that the process runs, `/ready` whether what it depends on does. */
export function addHealth(app: FastifyInstance, checks: Record<string, ReadinessCheck> = {}): void {
  app.get('/health', { schema: { hide: true }, logLevel: 'warn' }, async (_request, reply) =>
    reply.type('text/plain; charset=utf-8').send('OK'),
  )
  app.get('/ready', { schema: { hide: true }, logLevel: 'warn' }, async (request, reply) => {
    const parts = Object.entries(checks).map(([name, check]) => ({
      name,
      ...(typeof check === 'function' ? { probe: check } : check),
    }))
    const passed = await Promise.all(parts.map(({ name, probe }) => passes(name, probe, request)))
    const failed = parts.filter((_part, at) => !passed[at])
    const unavailable = failed.filter(({ optional }) => !optional).map(({ name }) => name)
    const degraded = failed.filter(({ optional }) => optional).map(({ name }) => name)
    const answer = {
      status: unavailable.length > 0 ? 'unavailable' : 'ready',
      ...(unavailable.length > 0 ? { unavailable } : {}),
      ...(degraded.length > 0 ? { degraded } : {}),
    }
    return reply.code(unavailable.length > 0 ? 503 : 200).send(answer)
  })
}

async function passes(name: string, probe: Probe, request: FastifyRequest): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_resolve, reject) => {
    const error = new StoaError('unexpected_state', `${name} did not answer within ${PATIENCE} ms.`)
    timer = setTimeout(() => reject(error), PATIENCE)
  })
  try {
    return (await Promise.race([(async () => probe())(), tooLate])) !== false
  } catch (error) {
    request.log.error({ err: error, check: name }, 'A readiness check failed')
    return false
  } finally {
    clearTimeout(timer)
  }
}
