import { expect, test } from 'vitest'
import { differences, misfitsOf } from './shapes.ts'

test('a route is known by whatever name its parameters go', () => {
  const answer = { id: 'apk_1', object: 'api_key', deleted: true }
  expect(misfitsOf('DELETE /admin/api-keys/:key', 200, answer)).toEqual([])
  expect(misfitsOf('DELETE /admin/api-keys/:key', 202, { ...answer, id: undefined })).toMatchObject([
    { path: 'id' },
    { path: 'status', what: 'is 202 and was recorded as 200' },
  ])
})

test('what another route answers, too, is found there', () => {
  const [first] = misfitsOf('POST /admin/api-keys', 200, { api_key: { id: 'apk_1' } })
  expect(first?.path).toMatch(/^api_key\./)
})

test('a difference says why', () => {
  for (const { path, why } of differences) expect(why.length, path).toBeGreaterThan(20)
})
