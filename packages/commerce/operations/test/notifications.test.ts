import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShop } from './room-shop.ts'

let shop: Awaited<ReturnType<typeof openShop>>
let ids: string[]

const get = (path: string, token?: string) => shop.get(`/notifications${path}`, token)

beforeAll(async () => {
  shop = await openShop()
  const sent = []
  for (const [to, channel] of [
    ['', 'feed'],
    ['ada@example.com', 'email'],
    ['bob@example.com', 'email'],
  ] as const) {
    sent.push(await shop.notifications.send({ to, channel, template: 'admin-ui', data: { title: channel } }))
  }
  ids = sent.map(({ id }) => id)
})

afterAll(() => shop?.close())

test('they are listed, the newest first, with what the wire shows of each', async () => {
  const { status, body } = await get('')
  expect([status, body.count, body.limit, body.offset]).toEqual([200, 3, 50, 0])
  expect(body.notifications.map(({ id }: { id: string }) => id)).toEqual(ids.toReversed())
  expect(body.notifications.at(-1)).toEqual({
    id: ids[0],
    to: '',
    channel: 'feed',
    template: 'admin-ui',
    data: { title: 'feed' },
    trigger_type: null,
    resource_id: null,
    resource_type: null,
    receiver_id: null,
    created_at: expect.stringMatching(/^\d{4}-.*Z$/),
    updated_at: expect.stringMatching(/^\d{4}-.*Z$/),
  })
  expect((await get(`/${ids[0]}`)).body).toEqual({ notification: body.notifications.at(-1) })
})

test.each([
  ['channel=feed', 1],
  ['channel[]=feed&channel[]=email', 3],
  ['to=ada@example.com', 1],
  ['q=EXAMPLE.com', 2],
  ['$or[0][to]=bob@example.com&$or[1][channel]=feed', 2],
])('%s finds %i', async (query, count) => {
  expect((await get(`?${query}`)).body.count).toBe(count)
})

test('another order and other fields are given on request', async () => {
  const { body } = await get('?order=created_at&fields=id,status,provider.handle&limit=1')
  expect(body.notifications).toEqual([
    { id: ids[0], status: 'success', provider: { id: expect.stringMatching(/^notpro_/), handle: 'local' } },
  ])
})

test('a read takes two statements, and no more of many', async () => {
  for (const path of ['', '?limit=1', `/${ids[0]}`]) {
    expect([path, await shop.counted(() => get(path))]).toEqual([path, 2])
  }
})

test.each([
  ['?channel[$gt]=a', 400],
  ['?fields=search_document', 400],
  ['?order=nothing', 400],
  ['?limit=many', 400],
  ['/noti_none', 404],
])('%s is answered with %i', async (path, status) => {
  expect(await get(path)).toMatchObject({ status, body: { message: expect.any(String) } })
})

test('they are for users who may read notifications', async () => {
  expect((await get('', 'nobody')).status).toBe(401)
  for (const path of ['', `/${ids[0]}`]) {
    expect(await get(path, 'product:read')).toMatchObject({
      status: 403,
      body: { message: expect.stringContaining('notification:read') },
    })
  }
})
