import { subscribe } from 'node:diagnostics_channel'
import { misfitsOf } from './shapes.ts'

/** What is read of a Fastify and its requests. */
interface Server {
  addHook(
    name: 'onSend',
    hook: (request: Request, reply: { statusCode: number }, payload: unknown) => Promise<unknown>,
  ): void
}

interface Request {
  method: string
  query: unknown
  routeOptions: { url?: string }
}

const found = new Set<string>()

/** What did not fit since it was last asked. */
export function takeFound(): string[] {
  const list = [...found]
  found.clear()
  return list
}

/** Servers tell of themselves while they are made: their tests need not know of this. */
subscribe('fastify.initialization', (message) => {
  const { fastify } = message as { fastify: Server }
  fastify.addHook('onSend', async (request, reply, payload) => {
    const route = `${request.method} ${request.routeOptions.url}`
    const isDefault = (request.query as { fields?: string } | undefined)?.fields === undefined
    if (isDefault && reply.statusCode < 300) {
      for (const { path, what } of misfitsOf(route, reply.statusCode, parsed(payload)))
        found.add(`${route}: ${path} ${what}`)
    }
    return payload
  })
})

/** Streams are for those who read them. */
function parsed(payload: unknown): unknown {
  const text = Buffer.isBuffer(payload) ? payload.toString() : payload
  if (typeof text !== 'string' || !text.startsWith('{')) return {}
  return JSON.parse(text)
}
