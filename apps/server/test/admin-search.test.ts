import { afterAll, beforeAll, expect, test } from 'vitest'
import { buy } from './buy.ts'
import { type DemoHost, openDemoHost } from './demo-host.ts'

let demo: DemoHost

beforeAll(async () => {
  demo = await openDemoHost()
  await buy(demo, 'blue@example.com')
})

afterAll(() => demo?.stop())

const search = (query: string) => demo.admin('GET', `/admin/search?${query}`)

test('the whole shop is searched in two statements', async () => {
  let statements = 0
  const stop = demo.host.modules.database.onStatement(() => {
    statements++
  })
  const { status, body } = await search('q=blue@example')
  stop()
  expect([status, statements]).toEqual([200, 2])
  const found = body.results.filter(({ count }: any) => count > 0)
  expect(found.map(({ entity }: any) => entity)).toEqual(['order', 'customer'])
  expect(body.results.length).toBeGreaterThan(15)
})

test('everything that can be searched is answered, and no secret is', async () => {
  const { api_key } = (await demo.admin('POST', '/admin/api-keys', { title: 'Till', type: 'secret' })).body
  const { body } = await search('entity=nothing')
  const names = body.message.split(/: |; /)[2].split(', ') as string[]
  expect(names.length).toBeGreaterThan(30)
  for (const name of names) {
    const answer = await search(`entity=${name}&limit=100`)
    expect([name, answer.status]).toEqual([name, 200])
    expect(JSON.stringify(answer.body)).not.toContain(api_key.token)
    for (const row of answer.body.results[0].data) {
      expect([
        name,
        Object.keys(row).filter((key) => /salt|hash|password|search_document/.test(key)),
      ]).toEqual([name, []])
    }
  }
})

test('what is said to be indexed is what finds a row', async () => {
  const { search_indexes } = (await demo.admin('GET', '/admin/search-indexes')).body
  expect(search_indexes.map(({ name, status }: any) => [name, status])).toEqual(
    ['customer', 'inventory_item', 'notification', 'order', 'product', 'translation'].map((name) => [
      name,
      'ready',
    ]),
  )
  const [order] = (await search('entity=order')).body.results[0].data
  const [item] = (await search('entity=inventory_item')).body.results[0].data
  for (const [entity, word] of [
    ['order', order.display_id],
    ['order', order.email],
    ['inventory_item', item.sku],
  ]) {
    const { results } = (await search(`entity=${entity}&q=${encodeURIComponent(word)}`)).body
    expect(results[0].count).toBeGreaterThan(0)
  }
})
