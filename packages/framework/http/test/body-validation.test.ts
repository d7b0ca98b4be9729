import { addressSchema, dateTime, decimal, email, metadata, nullable } from '@stoa/http'
import { Type } from 'typebox'
import { expect, test } from 'vitest'
import { openServer } from './shop.ts'

const body = Type.Object({
  email: nullable(email()),
  title: Type.Optional(Type.String({ minLength: 1 })),
  starts_at: Type.Optional(dateTime()),
  status: Type.Optional(Type.Union([Type.Literal('draft'), Type.Literal('published')])),
  items: Type.Optional(
    Type.Array(Type.Object({ variant_id: Type.String(), quantity: decimal({ exclusiveMinimum: 0 }) })),
  ),
  address: Type.Optional(Type.Union([addressSchema, Type.String()])),
  metadata: Type.Optional(metadata()),
  flag: Type.Optional(Type.Boolean()),
})

async function echo() {
  const app = await openServer()
  app.post('/echo', { schema: { body } }, (request) => ({ body: request.body }))
  return async (payload: unknown, headers = {}) => {
    const answer = await app.inject({
      method: 'POST',
      url: '/echo',
      headers: { 'content-type': 'application/json', ...headers },
      payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    })
    return { status: answer.statusCode, ...answer.json() }
  }
}

test('a body is taken as it is, unknown fields included', async () => {
  const send = await echo()
  const sent = { email: null, title: ' Tee ', metadata: { a: { b: null } }, unknown: [1], address: 'addr_1' }
  expect(await send(sent)).toEqual({ status: 200, body: sent })
})

test.each(['2026-01-31T12:00:00Z', '2026-01-31T12:00:00.5+02:00', '2026-01-31T12:00Z'])(
  '%s is a point in time',
  async (starts_at) => {
    const send = await echo()
    expect((await send({ email: null, starts_at })).status).toBe(200)
  },
)

test.each([
  [{ email: null, flag: 'true' }, "Field 'flag' must be true or false, but is a string"],
  [{ email: null, title: 5 }, "Field 'title' must be a string, but is a number"],
  [{ email: null, items: { 0: {} } }, "Field 'items' must be a list of objects, but is an object"],
  [
    { email: null, items: [{ variant_id: 'v', quantity: '2' }] },
    "Field 'items.0.quantity' must be a number, but is a string",
  ],
])('bodies are not coerced: %j', async (payload, message) => {
  const send = await echo()
  expect(await send(payload)).toEqual({
    status: 400,
    type: 'invalid_data',
    message: `Invalid request: ${message}.`,
  })
})

test.each([
  [{}, "Field 'email' is required"],
  [{ email: 'nobody' }, "Field 'email' must be an email address"],
  [{ email: 5 }, "Field 'email' must be a string or null, but is 5"],
  [{ email: null, title: '' }, "Field 'title' must not be empty"],
  [{ email: null, status: 'gone' }, "Field 'status' must be 'draft' or 'published', but is 'gone'"],
  [
    { email: null, starts_at: 'soon' },
    "Field 'starts_at' must be a date and time such as 2026-01-31T12:00:00Z",
  ],
  [{ email: null, metadata: 'x' }, "Field 'metadata' must be an object or null, but is 'x'"],
  [{ email: null, address: { street: 'x' } }, "Field 'address.street' is not known here"],
  [{ email: null, address: { city: 5 } }, "Field 'address.city' must be a string or null, but is 5"],
  [{ email: null, address: 5 }, "Field 'address' must be an object or a string, but is 5"],
  [
    { items: [{ variant_id: 'v', quantity: 0 }, { quantity: 1 }] },
    "Field 'email' is required; Field 'items.0.quantity' must be a number greater than 0; Field 'items.1.variant_id' is required",
  ],
  [[], 'The body must be an object, but is a list'],
])('%j names the field and the reason', async (payload, message) => {
  const send = await echo()
  expect((await send(payload)).message).toBe(`Invalid request: ${message}.`)
})

test('many faults are counted, not listed', async () => {
  const send = await echo()
  const { message } = await send({
    email: null,
    items: Array.from({ length: 30 }, () => ({ variant_id: 'v' })),
  })
  expect(message).toContain("Field 'items.9.quantity' is required; and 20 more.")
})

test('of a huge body only the first fault is told', async () => {
  const send = await echo()
  const { message } = await send({ email: null, items: Array.from({ length: 5_000 }, () => ({})) })
  expect(message).toBe("Invalid request: Field 'items.0.variant_id' is required.")
})

test('an empty body is an empty object', async () => {
  const send = await echo()
  expect((await send('')).message).toContain("Field 'email' is required")
  const app = await openServer()
  app.post('/complete', (request) => ({ body: request.body ?? null }))
  app.post(
    '/optional',
    { schema: { body: Type.Object({ a: Type.Optional(Type.String()) }) } },
    ({ body }) => ({ body }),
  )
  expect((await app.inject({ method: 'POST', url: '/complete' })).json()).toEqual({ body: null })
  expect((await app.inject({ method: 'POST', url: '/optional' })).json()).toEqual({ body: {} })
})

test.each([
  ['{"email":', 'the body is not valid JSON'],
  ['{"__proto__": {"admin": true}}', 'forbidden key'],
  ['{"constructor": {"prototype": {"admin": true}}}', 'forbidden key'],
  [`${'['.repeat(200)}${']'.repeat(200)}`, 'nested more than 100 levels'],
  ['['.repeat(500_000), 'nested more than 100 levels'],
])('a broken body is a 400 (case %#)', async (payload, message) => {
  const send = await echo()
  const answer = await send(payload)
  expect(answer).toMatchObject({ status: 400, type: 'invalid_data' })
  expect(answer.message).toContain(message)
})

test.each([
  ['{"email":null,"title":"a\\u0000b"}', "Field 'title' contains a null character"],
  [
    '{"email":null,"metadata":{"a":[{"b":"\\uD800"}]}}',
    "Field 'metadata.a.0.b' contains half of a surrogate pair",
  ],
  ['{"email":null,"metadata":{"a\\u0000":1}}', "Field 'metadata' contains a key with a null character"],
])('text that cannot be stored is a 400: %s', async (payload, message) => {
  const send = await echo()
  const answer = await send(payload)
  expect(answer.status).toBe(400)
  expect(answer.message).toContain(message)
})

test('text that only looks like it is fine', async () => {
  const send = await echo()
  const payload = '{"email":null,"title":"C:\\\\u0000 \\ud83d\\ude00"}'
  expect((await send(payload)).body.title).toBe('C:\\u0000 😀')
})

test('braces within strings do not count as nesting', async () => {
  const send = await echo()
  expect((await send({ email: null, title: `"${'[{'.repeat(300)}\\` })).status).toBe(200)
})

test('only JSON is taken', async () => {
  const send = await echo()
  const answer = await send('email=a@b.io', { 'content-type': 'application/x-www-form-urlencoded' })
  expect(answer).toMatchObject({ status: 415, type: 'invalid_data', code: 'unsupported_media_type' })
  expect((await send('x', { 'content-type': 'text/plain' })).status).toBe(415)
})

test('a schema is not compiled before it is needed', async () => {
  const app = await openServer()
  const broken = { type: 'object', properties: { a: { $ref: 'Nowhere#' } } }
  app.post('/broken', { schema: { body: broken } }, () => 'never')
  await app.ready()
  expect((await app.inject({ method: 'POST', url: '/broken', payload: {} })).statusCode).toBe(500)
})

test('a webhook gets the bytes of its body', async () => {
  const app = await openServer()
  app.post('/hook', { config: { raw_body: true } }, (request) => ({ raw: request.raw_body?.toString() }))
  const payload = '{ "a" : 1 }'
  const headers = { 'content-type': 'application/json' }
  expect((await app.inject({ method: 'POST', url: '/hook', headers, payload })).json()).toEqual({
    raw: payload,
  })
})
