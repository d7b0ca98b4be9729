import { afterAll, beforeAll, expect, test } from 'vitest'
import { type DemoHost, openDemoHost } from './demo-host.ts'

let demo: DemoHost
let entities: { name: string; pluralName: string }[]

beforeAll(async () => {
  demo = await openDemoHost()
  entities = (await demo.admin('GET', '/admin/views/entities')).body.entities
})

afterAll(() => demo?.stop())

const columns = async (entity: string) =>
  (await demo.admin('GET', `/admin/views/${entity}/columns`)).body.columns as any[]

test('what the admin has tables of can be viewed', () => {
  const names = entities.map(({ pluralName }) => pluralName)
  expect(names).toEqual(
    expect.arrayContaining([
      'orders',
      'products',
      'customers',
      'inventory-items',
      'regions',
      'promotions',
      'users',
    ]),
  )
  expect(new Set(names).size).toBe(names.length)
})

test('each table has something to show at first, and what it shows and sorts by its route gives', async () => {
  for (const { pluralName } of entities) {
    const all = await columns(pluralName)
    expect([pluralName, all.some(({ default_visible }) => default_visible)]).toEqual([pluralName, true])
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
    const path = `/admin/${pluralName}`
    if ((await demo.admin('GET', `${path}?limit=1`)).status !== 200) continue
    const shown = all.filter(({ default_visible }) => default_visible).map(({ field }) => field)
    const answer = await demo.admin('GET', `${path}?limit=1&fields=${shown.join(',')}`)
    expect([pluralName, answer.status, answer.body.message]).toEqual([pluralName, 200, undefined])
    for (const { field, sortable } of all) {
      if (!sortable) continue
      const sorted = await demo.admin('GET', `${path}?limit=1&fields=id&order=${field}`)
      expect([pluralName, field, sorted.status]).toEqual([pluralName, field, 200])
    }
  }
})

test('orders show what a shopkeeper looks for', async () => {
  const shown = (await columns('orders')).filter(({ default_visible }) => default_visible).map(({ id }) => id)
  expect(shown).toEqual(expect.arrayContaining(['display_id', 'status', 'total', 'created_at']))
})
