import { errorTypes, StoaError } from '@stoa/kernel'
import { expect, test } from 'vitest'
import { openServer } from './shop.ts'

async function answerTo(error: unknown, options = {}) {
  const app = await openServer(options)
  app.get('/fails', async () => {
    throw error
  })
  const answer = await app.inject('/fails')
  return { status: answer.statusCode, body: answer.json(), headers: answer.headers }
}

const statuses = {
  invalid_data: 400,
  not_found: 404,
  not_allowed: 400,
  unauthorized: 401,
  forbidden: 403,
  conflict: 409,
  duplicate_error: 422,
  payment_authorization_error: 422,
  unexpected_state: 500,
}

test.each(errorTypes.map((type) => [type, statuses[type]] as const))('%s is a %i', async (type, status) => {
  const { headers, ...answer } = await answerTo(new StoaError(type, 'Because.', { code: 'why' }))
  expect(answer).toEqual({ status, body: { type, message: 'Because.', code: 'why' } })
  expect(headers['content-type']).toBe('application/json; charset=utf-8')
})

test('what was asked too often is a 429, whoever says so', async () => {
  const error = new StoaError('not_allowed', 'Wait.', { code: 'too_many_requests' })
  expect(await answerTo(error)).toMatchObject({
    status: 429,
    body: { type: 'not_allowed', message: 'Wait.' },
  })
})

test('an unexpected error is logged and tells the client nothing', async () => {
  const lines: string[] = []
  const stream = { write: (line: string) => lines.push(line) }
  const { status, body } = await answerTo(new TypeError('password is hunter2'), { logger: { stream } })
  expect(status).toBe(500)
  expect(body).toEqual({
    type: 'unknown_error',
    code: 'unknown_error',
    message: 'An unknown error occurred.',
  })
  expect(lines.join('')).toContain('password is hunter2')
})

test.each(['text', null, undefined, { statusCode: 418 }])('%j thrown is a 500', async (thrown) => {
  const app = await openServer()
  app.get('/fails', () => Promise.reject(thrown))
  const { statusCode } = await app.inject('/fails')
  expect(statusCode).toBe(500)
})

const postgresError = (code: string) =>
  Object.assign(new Error('wrapped'), {
    cause: Object.assign(new Error('select secret'), { code, severity: 'ERROR' }),
  })

test.each([
  ['57014', 503, 'unexpected_state'],
  ['53300', 503, 'unexpected_state'],
  ['08006', 503, 'unexpected_state'],
  ['40P01', 409, 'conflict'],
  ['22003', 400, 'invalid_data'],
  ['2201B', 400, 'invalid_data'],
  ['42703', 500, 'unknown_error'],
])('PostgreSQL error %s is a %i', async (code, status, type) => {
  const { body, ...answer } = await answerTo(postgresError(code))
  expect(answer.status).toBe(status)
  expect(body.type).toBe(type)
  expect(body.message).not.toContain('select')
  expect(answer.headers['retry-after']).toBe(status === 503 ? '1' : undefined)
})

test('an unknown route is a 404 that names it', async () => {
  const app = await openServer()
  expect((await app.inject('/store/nothing?token=secret')).json()).toEqual({
    type: 'not_found',
    message: 'There is no route GET /store/nothing.',
  })
})

test('a body that is too large is a 413', async () => {
  const app = await openServer({ body_limit: 100 })
  app.post('/small', () => 'ok')
  const answer = await app.inject({ method: 'POST', url: '/small', payload: { text: 'x'.repeat(200) } })
  expect(answer.statusCode).toBe(413)
  expect(answer.json()).toMatchObject({ type: 'invalid_data', code: 'body_too_large' })
})

test('a route that has better words for a refusal keeps them', async () => {
  const app = await openServer()
  app.post('/picture', () => {
    throw Object.assign(new Error('Pictures may have up to 5 MiB.'), { statusCode: 413 })
  })
  const answer = await app.inject({ method: 'POST', url: '/picture' })
  expect(answer.statusCode).toBe(413)
  expect(answer.json()).toEqual({
    type: 'invalid_data',
    code: 'body_too_large',
    message: 'Pictures may have up to 5 MiB.',
  })
})

test.each(['/a%00b', '/things/%00', '/things/1?q=%00', '/things/%ff', '/things/%E0%A4%A'])(
  '%s is a 400',
  async (url) => {
    const app = await openServer()
    app.get('/things/:id', () => 'ok')
    const answer = await app.inject(url)
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toMatchObject({ type: 'invalid_data' })
  },
)

test('JSON text is sent as it is', async () => {
  const { sendJson } = await import('@stoa/http')
  const app = await openServer()
  app.get('/text', { schema: { response: { 200: { type: 'object', properties: {} } } } }, (_request, reply) =>
    sendJson(reply, '{ "a": 1.50 }'),
  )
  const answer = await app.inject('/text')
  expect(answer.body).toBe('{ "a": 1.50 }')
  expect(answer.headers['content-type']).toBe('application/json; charset=utf-8')
})

test('a response schema does not cut what is sent', async () => {
  const app = await openServer()
  app.get('/more', { schema: { response: { 200: { type: 'object', properties: {} } } } }, async () => ({
    a: 1,
  }))
  expect((await app.inject('/more')).json()).toEqual({ a: 1 })
})
