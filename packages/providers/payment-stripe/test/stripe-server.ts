import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import qs from 'qs'
import { type Intent, Refusal, StripeApi } from './stripe-api.ts'

/** How one call goes wrong. */
export interface Fault {
  /** Of the call's method and path. */
  call: RegExp
  /** Whether the API does its work all the same. */
  effect: boolean
  /** The status of the answer, of which 200 leaves it as it is; `silence` answers nothing, `drop` breaks the connection. */
  answer: number | 'silence' | 'drop'
}

interface Answer {
  status: number
  body: unknown
}

/** What was asked for under a key, and what was answered. */
interface Kept extends Answer {
  request: string
}

export interface Call {
  method: string
  path: string
  params: Record<string, unknown>
  key: string | undefined
}

export const API_KEY = 'sk_test_of_the_tests'
export const WEBHOOK_SECRET = 'whsec_of_the_tests'

/** Stripe over HTTP: form-encoded bodies, idempotency keys, and faults in the line that a test asks for. */
export class StripeServer {
  readonly api = new StripeApi()
  readonly calls: Call[] = []
  /** Each hits the next call that it fits. */
  readonly faults: Fault[] = []
  /** Stripe forgets what was done under a key after a day. */
  readonly keys = new Map<string, Kept>()
  readonly #server = createServer((request, response) => {
    void this.#handle(request, response)
  })

  async listen(): Promise<string> {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening')
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }

  /** The calls to a path, such as `/capture`. */
  callsOf(end: string): Call[] {
    return this.calls.filter(({ method, path }) => method === 'POST' && path.endsWith(end))
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, search } = new URL(request.url as string, 'http://stripe')
    const method = request.method as string
    const raw = method === 'POST' ? await text(request) : search.slice(1)
    const params = qs.parse(raw) as Record<string, unknown>
    const key = request.headers['idempotency-key'] as string | undefined
    this.calls.push({ method, path: pathname, params, key })
    const index = this.faults.findIndex(({ call }) => call.test(`${method} ${pathname}`))
    const fault = index < 0 ? undefined : this.faults.splice(index, 1)[0]
    const isKnown = request.headers.authorization === `Bearer ${API_KEY}`
    const answer = isKnown
      ? this.#answer({ method, path: pathname, params, key }, `${method} ${pathname} ${raw}`, fault)
      : refused(
          new Refusal(401, 'invalid_request_error', undefined, 'Invalid API Key provided: sk_test_****'),
        )
    if (fault?.answer === 'silence') return
    if (fault?.answer === 'drop') return void response.destroy()
    response.writeHead(answer.status, {
      'content-type': 'application/json',
      'request-id': 'req_1',
      // What is kept under the key would only be repeated.
      ...(answer.status === 500 ? { 'stripe-should-retry': 'false' } : {}),
    })
    response.end(JSON.stringify(answer.body))
  }

  #answer({ method, path, params, key }: Call, request: string, fault: Fault | undefined): Answer {
    const kept = key === undefined ? undefined : this.keys.get(key)
    if (kept && kept.request !== request) {
      return refused(
        new Refusal(
          400,
          'idempotency_error',
          undefined,
          'Keys for idempotent requests can only be used with the same parameters they were first used with.',
        ),
      )
    }
    if (kept) return kept
    let answer: Answer | undefined
    if (!fault || fault.effect) answer = this.#do(method, path, params)
    if (typeof fault?.answer === 'number' && fault.answer !== 200) answer = broken(fault.answer)
    // What never began, or was turned away at the door, is not kept.
    if (!answer || [401, 409, 429].includes(answer.status)) return answer ?? broken(500)
    if (key !== undefined && method === 'POST') this.keys.set(key, { ...structuredClone(answer), request })
    return answer
  }

  #do(method: string, path: string, params: Record<string, unknown>): Answer {
    try {
      return { status: 200, body: this.api.call(method, path, params) }
    } catch (error) {
      if (error instanceof Refusal) return refused(error)
      throw error
    }
  }
}

const refused = ({ status, body }: Refusal): Answer => ({ status, body })

const broken = (status: number) =>
  refused(new Refusal(status, status === 429 ? 'invalid_request_error' : 'api_error', undefined, 'Not now.'))

/** A webhook as Stripe sends it. `age` is in seconds; `object` says what kind of event it is. */
export function webhook(
  type: string,
  object: Partial<Intent>,
  { secret = WEBHOOK_SECRET, age = 0, object: kind = 'event' } = {},
) {
  const body = JSON.stringify({ id: 'evt_1', object: kind, type, data: { object } })
  const time = Math.floor(Date.now() / 1000) - age
  const signature = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex')
  return { raw_body: Buffer.from(body), headers: { 'stripe-signature': `t=${time},v1=${signature}` } }
}
