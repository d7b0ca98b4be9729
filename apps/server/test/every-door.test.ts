import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type DemoHost, openDemoHost } from './demo-host.ts'
import { fill, type Operation, operationsOf } from './operations.ts'

/** Doors that stand open: they are how somebody gets in. */
const OPEN = ['/admin/invites/accept']

let demo: DemoHost
let operations: Operation[]
let customer: string

beforeAll(async () => {
  demo = await openDemoHost()
  operations = await operationsOf(demo)
  const credentials = { email: 'buyer@example.com', password: 'a long enough secret' }
  const { body } = await demo.request('POST', '/auth/customer/emailpass/register', {}, credentials)
  customer = body.token
})

afterAll(() => demo?.stop())

const under = (area: string) => operations.filter(({ path }) => path.startsWith(`/${area}/`))
const id = () => 'does-not-exist'
const label = ({ method, path }: Operation) => `${method} ${path}`
const bodyFor = ({ body }: Operation) => (body ? {} : undefined)

/** What the routes answer that do not answer as they should. */
async function strays(
  list: readonly Operation[],
  ask: (operation: Operation) => Promise<{ status: number; body: any }>,
  isRight: (answer: { status: number; body: any }) => boolean,
): Promise<string[]> {
  const wrong: string[] = []
  for (const operation of list) {
    const answer = await ask(operation)
    if (!isRight(answer)) wrong.push(`${label(operation)}: ${answer.status} ${JSON.stringify(answer.body)}`)
  }
  return wrong
}

test('the document lists the routes of all areas', () => {
  expect(under('admin').length).toBeGreaterThan(50)
  expect(under('store').length).toBeGreaterThan(30)
})

describe('the admin API', () => {
  const guarded = () => under('admin').filter(({ path }) => !OPEN.includes(path))

  for (const [who, headers] of [
    ['nobody', () => ({})],
    ['a token nobody signed', () => ({ authorization: 'Bearer a.b.c' })],
    ['a secret key that does not exist', () => ({ authorization: `Basic ${btoa('sk_0000:')}` })],
    ['an identity that is no user', () => ({ authorization: `Bearer ${customer}` })],
    ['a publishable key', () => ({ authorization: `Basic ${btoa('pk_0000:')}` })],
  ] as const) {
    test(`is closed to ${who}`, async () => {
      const wrong = await strays(
        guarded(),
        (operation) =>
          demo.request(operation.method, fill(operation.path, id), headers(), bodyFor(operation)),
        ({ status, body }) => status === 401 && typeof body.message === 'string',
      )
      expect(wrong).toEqual([])
    })
  }

  test('names each field that is missing', async () => {
    const withRequired = guarded().filter(({ body }) => body?.required?.length > 0)
    expect(withRequired.length).toBeGreaterThan(5)
    const wrong: string[] = []
    for (const operation of withRequired) {
      const { status, body } = await demo.admin(operation.method, fill(operation.path, id), {})
      const named = operation.body?.required.every((field: string) => body.message?.includes(`'${field}'`))
      if (status !== 400 || body.type !== 'invalid_data' || !named)
        wrong.push(`${label(operation)}: ${body.message}`)
    }
    expect(wrong).toEqual([])
  })
})

test('the store API is closed without a key, and to one that does not exist', async () => {
  for (const headers of [{}, { 'x-publishable-api-key': 'pk_none' }] as Record<string, string>[]) {
    const wrong = await strays(
      under('store'),
      (operation) => demo.request(operation.method, fill(operation.path, id), headers, bodyFor(operation)),
      ({ status, body }) => status === 400 && body.type === 'not_allowed',
    )
    expect(wrong).toEqual([])
  }
})

test('broken JSON is a bad request everywhere', async () => {
  const wrong = await strays(
    operations.filter(({ body, path }) => body && !OPEN.includes(path) && path.startsWith('/admin/')),
    async (operation) => {
      const answer = await demo.raw(operation.method, fill(operation.path, id), '{"title": ')
      return { status: answer.statusCode, body: answer.json() }
    },
    ({ status, body }) => status === 400 && body.type === 'invalid_data',
  )
  expect(wrong).toEqual([])
})

test('lists bound what is asked of them, and name what they do not know', async () => {
  const lists = under('admin').filter(
    ({ method, query }) => method === 'GET' && query.some(({ name }) => name === 'limit'),
  )
  expect(lists.length).toBeGreaterThan(10)
  const deep = Array.from({ length: 12 }, () => 'a').join('.')
  for (const query of [
    'limit=-1',
    'limit=1e9',
    'limit=ten',
    'offset=-1',
    'offset=99999999999999999999',
    'fields=no_such_field',
    `fields=${deep}`,
    'order=no_such_field',
    'order=;drop table x',
    'created_at[$gt]=yesterdayish',
    'created_at[$nope]=1',
  ]) {
    const known = query.startsWith('created_at')
      ? lists.filter(({ query: names }) => names.some(({ name }) => name === 'created_at'))
      : lists
    const wrong = await strays(
      known,
      ({ path }) => demo.admin('GET', `${fill(path, id)}?${query}`),
      ({ status, body }) => (status === 400 && body.type === 'invalid_data') || status === 404,
    )
    expect(wrong, query).toEqual([])
  }
})

test('what does not exist is not found, and is not made by asking', async () => {
  const wrong = await strays(
    under('admin').filter(({ method, path }) => method === 'GET' && path.endsWith('}')),
    ({ path }) => demo.admin('GET', fill(path, id)),
    ({ status, body }) => status === 404 && body.type === 'not_found',
  )
  expect(wrong).toEqual([])
})
