import { StoaError } from '@stoa/kernel'
import type { FastifyInstance, FastifyRequest } from 'fastify'

/** Something the server cannot do without. Not ready: it throws, rejects, gives `false` or takes over five seconds. */
export type ReadinessCheck = () => unknown

const PATIENCE = 5_000

/** `/health` says that the process runs, `/ready` whether what it depends on does. */
export function addHealth(app: FastifyInstance, checks: Record<string, ReadinessCheck> = {}): void {
  app.get('/health', { schema: { hide: true }, logLevel: 'warn' }, async (_request, reply) =>
    reply.type('text/plain; charset=utf-8').send('OK'),
  )
  app.get('/ready', { schema: { hide: true }, logLevel: 'warn' }, async (request, reply) => {
    const names = Object.keys(checks)
    const passed = await Promise.all(
      names.map((name) => passes(name, checks[name] as ReadinessCheck, request)),
    )
    const degraded = names.filter((_name, at) => !passed[at])
    return degraded.length === 0
      ? reply.send({ status: 'ready' })
      : reply.code(503).send({ status: 'degraded', degraded })
  })
}

async function passes(name: string, check: ReadinessCheck, request: FastifyRequest): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_resolve, reject) => {
    const error = new StoaError('unexpected_state', `${name} did not answer within ${PATIENCE} ms.`)
    timer = setTimeout(() => reject(error), PATIENCE)
  })
  try {
    return (await Promise.race([(async () => check())(), tooLate])) !== false
  } catch (error) {
    request.log.error({ err: error, check: name }, 'A readiness check failed')
    return false
  } finally {
    clearTimeout(timer)
  }
}
