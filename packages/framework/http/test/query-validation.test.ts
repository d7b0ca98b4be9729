import { dateFilter, fieldsQuery, filter, listQuery, oneOrMany } from '@stoa/http'
import { Type } from 'typebox'
import { expect, test } from 'vitest'
import { openServer } from './shop.ts'

async function listServer() {
  const app = await openServer()
  const querystring = listQuery({
    default_limit: 20,
    filters: {
      q: Type.String(),
      id: oneOrMany(Type.String()),
      quantity: filter(Type.Number()),
      is_giftcard: Type.Boolean(),
      created_at: dateFilter(),
    },
  })
  app.get('/list', { schema: { querystring } }, (request) => {
    const limit: number = request.query.limit
    return { ...request.query, limit }
  })
  app.get('/one/:id', { schema: { querystring: fieldsQuery() } }, (request) => request.query)
  app.get(
    '/many',
    { schema: { querystring: Type.Object({ ids: Type.Array(Type.String()) }) } },
    (request) => request.query,
  )
  return async (url: string) => (await app.inject(url)).json()
}

test('values of a query string become what the schema says', async () => {
  const get = await listServer()
  expect(await get('/list')).toEqual({ offset: 0, limit: 20 })
  expect(await get('/list?limit=5&offset=10&with_deleted=1&is_giftcard=false')).toEqual({
    limit: 5,
    offset: 10,
    with_deleted: true,
    is_giftcard: false,
  })
  expect(await get('/list?quantity=3&id=a')).toMatchObject({ quantity: 3, id: 'a' })
  expect(await get('/list?quantity[0]=3&quantity[1]=4&id[0]=a&id[1]=b')).toMatchObject({
    quantity: [3, 4],
    id: ['a', 'b'],
  })
  expect(await get('/many?ids=a')).toEqual({ ids: ['a'] })
})

test('filters with operators stay as they were written', async () => {
  const get = await listServer()
  const query =
    'created_at[$gte]=2026-01-01&created_at[$not][$in][]=x&quantity[$gt]=5&$or[0][id]=1&$or[1][quantity]=2'
  expect(await get(`/list?${query}`)).toMatchObject({
    created_at: { $gte: '2026-01-01', $not: { $in: ['x'] } },
    quantity: { $gt: '5' },
    $or: [{ id: '1' }, { quantity: 2 }],
  })
})

test('a parameter the schema does not know is harmless', async () => {
  const get = await listServer()
  expect(await get('/one/x?fields=id&utm_source=mail')).toEqual({ fields: 'id', utm_source: 'mail' })
})

test.each([
  ['/list?limit=abc', "Field 'limit' must be a whole number, but is a string"],
  ['/list?limit=-1', "Field 'limit' must be 0 or more"],
  ['/list?limit=99999', "Field 'limit' must be 10000 or less"],
  ['/list?with_deleted=maybe', "Field 'with_deleted' must be true or false"],
  ['/list?created_at[$greater]=1', "Field 'created_at.$greater' is not known here"],
  ['/list?$or[0][titel]=x', "Field '$or.0.titel' is not known here"],
  ['/list?q[a]=1', "Field 'q' must be a string, but is an object"],
  ['/list?limit=a&offset=b', "Field 'offset' must be a whole number, but is a string; Field 'limit' must be"],
  ['/many', "Field 'ids' is required"],
  [`/list?a${'[b]'.repeat(30)}=1`, 'the query string may nest at most 10 levels'],
])('%s is a 400 that says why', async (url, message) => {
  const get = await listServer()
  const answer = await get(url)
  expect(answer).toMatchObject({ type: 'invalid_data' })
  expect(answer.message).toContain(message)
})
