import { provide } from '@stoa/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Installed } from '../src/index.ts'
import { openShop } from './room-shop.ts'

let shop: Awaited<ReturnType<typeof openShop>>

beforeAll(async () => {
  const installed = new Installed({
    plugins: ['stoa-reviews', 'stoa-loyalty'],
    feature_flags: { rbac: true },
  })
  shop = await openShop([provide(Installed, () => installed)])
})

afterAll(() => shop?.close())

test('flags are told to everybody, at no cost', async () => {
  const answer = () => shop.get('/feature-flags', 'nobody')
  expect(await answer()).toEqual({ status: 200, body: { feature_flags: { rbac: true } } })
  expect(await shop.counted(answer)).toBe(0)
})

test('plugins are told to users, in the order of the configuration', async () => {
  expect(await shop.get('/plugins')).toEqual({
    status: 200,
    body: { plugins: [{ name: 'stoa-reviews' }, { name: 'stoa-loyalty' }] },
  })
  expect((await shop.get('/plugins', 'nobody')).status).toBe(401)
  expect((await shop.get('/plugins', 'product:read')).status).toBe(403)
})

test('there is no index to sync, and none out of date', async () => {
  expect(await shop.get('/index/details')).toEqual({ status: 200, body: { metadata: [] } })
  expect(await shop.send('POST', '/index/sync', { strategy: 'full' })).toEqual({ status: 200, body: {} })
  expect((await shop.send('POST', '/index/sync', { strategy: 'half' })).status).toBe(400)
  expect((await shop.send('POST', '/index/sync', {}, 'index:read')).status).toBe(403)
})

test('a host that says nothing of itself has neither plugins nor flags', async () => {
  const bare = await openShop()
  expect((await bare.get('/feature-flags')).body).toEqual({ feature_flags: {} })
  expect((await bare.get('/plugins')).body).toEqual({ plugins: [] })
  await bare.close()
})
