import { AsyncLocalStorage } from 'node:async_hooks'
import type { StoaServer } from '@stoa/http'
import { Database, StoaError } from '@stoa/kernel'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Claim } from './claim.ts'
import { IdempotencyKeys, SIGN_OF_LIFE } from './idempotency-keys.ts'
import type { KeyedRequest, StoredAnswer } from './keyed-request.ts'
import { keyedRequest } from './read-key.ts'

interface Held {
  request: KeyedRequest
  owner: string
  signs: NodeJS.Timeout
  /** What goes on after the answer is no part of the request any more. */
  over: boolean
}

/** Milliseconds to wait for the same request to be answered, and between two looks. */
const LONGEST_WAIT = 30_000
const FIRST_LOOK = 25
const LONGEST_LOOK = 500

/** Answers that say "not now": the same request may be asked again. */
const PASSING = new Set([409, 425, 429])

/**
 * Makes a server understand `Idempotency-Key` on every POST (draft-ietf-httpapi-idempotency-key-header): the first answer
 * is kept for 24 hours and given again, with `Idempotency-Replayed: true`; whoever asks meanwhile waits for it; something
 * else under the same key is a 409. Keys are their sender's own, and those of one path.
 *
 * Failures of the server, and refusals that may pass (409, 429), are not kept. Every transaction the request commits notes
 * that it has effects. If the host dies after that and before the answer is kept, the key is answered with a 409 from then
 * on: nothing is done twice.
 */
export function addIdempotency(app: StoaServer): void {
  const keys = app.container.resolve(IdempotencyKeys)
  const context = new AsyncLocalStorage<Held>()
  const held = new WeakMap<FastifyRequest, Held>()

  app.container.resolve(Database).beforeCommit(async () => {
    const here = context.getStore()
    if (here && !here.over) await keys.noteEffects(here.request, here.owner)
  })

  app.addHook('preHandler', (request, reply, done) => {
    begin(keys, request).then((begun) => {
      if (begun === undefined) return done()
      if ('status' in begun) return replay(reply, begun)
      held.set(request, begun)
      context.run(begun, done)
    }, done)
  })

  app.addHook('onSend', async (request, reply, payload) => {
    const here = held.get(request)
    if (!here) return payload
    held.delete(request)
    here.over = true
    clearInterval(here.signs)
    const answer = answerOf(reply, payload)
    if (answer) await keys.answered(here.request, here.owner, answer)
    else await keys.release(here.request, here.owner)
    return payload
  })
}

async function begin(
  keys: IdempotencyKeys,
  incoming: FastifyRequest,
): Promise<Held | StoredAnswer | undefined> {
  const request = keyedRequest(incoming)
  if (!request) return undefined
  const claim = await claimOrWait(keys, request)
  if (claim.outcome === 'answered') return claim.answer
  if (claim.outcome !== 'mine') throw refusal(request, claim.outcome)
  const { owner } = claim
  const signs = setInterval(() => {
    keys.renew(request, owner).catch((err) => incoming.log.warn({ err }, 'A key could not be renewed'))
  }, SIGN_OF_LIFE).unref()
  return { request, owner, signs, over: false }
}

async function claimOrWait(keys: IdempotencyKeys, request: KeyedRequest): Promise<Claim> {
  const deadline = Date.now() + LONGEST_WAIT
  for (let look = FIRST_LOOK; ; look = Math.min(look * 2, LONGEST_LOOK)) {
    const claim = await keys.claim(request)
    if (claim.outcome !== 'running' || Date.now() >= deadline) return claim
    await new Promise((resolve) => setTimeout(resolve, look))
  }
}

function refusal({ key }: KeyedRequest, outcome: 'running' | 'other_request' | 'answer_lost'): StoaError {
  const [message, code] = {
    running: [`A request with the Idempotency-Key ${key} is still being carried out. Ask again later.`],
    other_request: [
      `The Idempotency-Key ${key} was used for another request. Take a new key for what is not the same.`,
      'idempotency_key_reused',
    ],
    answer_lost: [
      `The request with the Idempotency-Key ${key} was carried out, but its answer is lost. Look at what it did before you ask anew with another key.`,
      'idempotency_answer_lost',
    ],
  }[outcome] as [string, string?]
  return new StoaError('conflict', message, { code: code ?? 'idempotency_in_progress' })
}

function replay(reply: FastifyReply, { status, content_type, body }: StoredAnswer): void {
  reply.code(status).header('idempotency-replayed', 'true')
  if (content_type) reply.type(content_type)
  reply.send(body)
}

/** What is to be kept of an answer; undefined for one that is not. */
function answerOf(reply: FastifyReply, payload: unknown): StoredAnswer | undefined {
  const status = reply.statusCode
  if (status >= 500 || PASSING.has(status)) return undefined
  if (payload !== undefined && payload !== null && typeof payload !== 'string' && !Buffer.isBuffer(payload))
    return undefined
  return {
    status,
    content_type: String(reply.getHeader('content-type') ?? ''),
    body: payload ? payload.toString() : '',
  }
}
