import { afterAll, beforeAll, expect, test } from 'vitest'
import { ok, openShop, type Shop } from './shop.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})

afterAll(() => shop?.stop())

test('reasons for refunds are kept', async () => {
  const path = '/refund-reasons'
  const { refund_reason } = ok(await shop.admin('POST', path, { label: 'Late', code: 'late' }))
  expect(Object.keys(refund_reason).toSorted()).toEqual([
    'code',
    'created_at',
    'deleted_at',
    'description',
    'id',
    'label',
    'updated_at',
  ])
  expect(refund_reason).toMatchObject({
    id: expect.stringMatching(/^refr_/),
    label: 'Late',
    description: null,
  })
  const own = `${path}/${refund_reason.id}`
  const changed = ok(await shop.admin('POST', own, { description: 'Came too late' }))
  expect(changed.refund_reason).toMatchObject({ label: 'Late', description: 'Came too late' })
  expect(ok(await shop.admin('GET', `${path}?q=too late`)).count).toBe(1)
  expect(ok(await shop.admin('DELETE', own))).toEqual({
    id: refund_reason.id,
    object: 'refund_reason',
    deleted: true,
  })
  expect((await shop.admin('GET', own)).status).toBe(404)
})

test.each([
  [{ label: 'Late' }, 'code'],
  [{ label: 'Late', code: 'late', id: 'refr_1' }, 'id'],
  [{ label: 'Late', code: 7 }, 'code'],
])('a reason for refunds %j is refused, naming %s', async (body, name) => {
  expect(await shop.admin('POST', '/refund-reasons', body)).toMatchObject({
    status: 400,
    body: { type: 'invalid_data', message: expect.stringContaining(name) },
  })
})

test('reasons for returns make a tree, seen from the shop too', async () => {
  const create = async (body: object) => ok(await shop.admin('POST', '/return-reasons', body)).return_reason
  const size = await create({ value: 'size', label: 'Size', metadata: { shelf: 1 } })
  const small = await create({ value: 'small', label: 'Too small', parent_return_reason_id: size.id })
  expect(small).toMatchObject({
    parent_return_reason_id: size.id,
    parent_return_reason: { value: 'size' },
    return_reason_children: [],
  })
  const own = `/return-reasons/${size.id}`
  expect(ok(await shop.admin('GET', own)).return_reason).toMatchObject({
    parent_return_reason: null,
    return_reason_children: [{ id: small.id }],
  })
  const below = ok(await shop.admin('GET', `/return-reasons?parent_return_reason_id=${size.id}`))
  expect(below.return_reasons).toMatchObject([{ id: small.id }])
  expect(below.return_reasons[0]).not.toHaveProperty('return_reason_children')

  const seen = ok(await shop.store('GET', '/return-reasons'))
  expect(seen).toMatchObject({ count: 2, offset: 0, limit: 20 })
  expect(ok(await shop.store('GET', own)).return_reason).toMatchObject({
    label: 'Size',
    return_reason_children: [{ value: 'small' }],
  })
  expect((await shop.store('GET', `${own}?fields=metadata`)).status).toBe(400)

  const changed = ok(await shop.admin('POST', own, { value: 'fit', label: 'Fit', id: small.id }))
  expect(changed.return_reason).toMatchObject({ id: size.id, value: 'fit' })
  expect(ok(await shop.admin('DELETE', own))).toMatchObject({ object: 'return_reason', deleted: true })
  expect(ok(await shop.store('GET', `/return-reasons/${small.id}`)).return_reason).toMatchObject({
    parent_return_reason_id: null,
    parent_return_reason: null,
  })
})

test('a reason for returns below one that is not there is not made', async () => {
  const body = { value: 'small', label: 'Too small', parent_return_reason_id: 'rr_none' }
  expect(await shop.admin('POST', '/return-reasons', body)).toMatchObject({
    status: 404,
    body: { message: expect.stringContaining('rr_none') },
  })
})
