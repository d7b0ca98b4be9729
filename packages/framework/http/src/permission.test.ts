import { expect, test } from 'vitest'
import { allows, permissionsOf } from './permission.ts'

test.each([
  ['GET', '/admin/products', 'product:read'],
  ['HEAD', '/admin/products/:id', 'product:read'],
  ['POST', '/admin/products', 'product:create'],
  ['POST', '/admin/products/:id', 'product:update'],
  ['POST', '/admin/products/:id/variants/:variant_id', 'product:update'],
  ['PUT', '/admin/products', 'product:update'],
  ['DELETE', '/admin/products/:id', 'product:delete'],
  ['DELETE', '/admin/products/:id/variants/:variant_id', 'product:delete'],
  ['GET', '/admin/product-categories/', 'product_category:read'],
  ['GET', '/admin/sales-channels', 'sales_channel:read'],
  ['GET', '/admin/currencies/:code', 'currency:read'],
  ['GET', '/admin/warehouses', 'warehouse:read'],
  ['GET', '/admin', '*:read'],
  ['GET', '/admin/*', '*:read'],
  ['PURGE', '/admin/:anything', '*:update'],
])('%s %s wants %s', (method, url, permission) => {
  expect(permissionsOf(url, method)).toEqual([permission])
})

test('a batch wants everything it may do', () => {
  expect(permissionsOf('/admin/products/batch', 'POST')).toEqual([
    'product:create',
    'product:update',
    'product:delete',
  ])
  expect(permissionsOf('/admin/products/:id/variants/batch', 'POST')).toEqual([
    'product:update',
    'product:delete',
  ])
})

test('a route says what it wants itself', () => {
  const wanted = (permission: string | string[] | false, method = 'POST', url = '/admin/reviews') =>
    permissionsOf(url, method, { permission })
  expect(wanted('product_review')).toEqual(['product_review:create'])
  expect(wanted('review:publish')).toEqual(['review:publish'])
  expect(wanted(['review:publish', 'product'])).toEqual(['review:publish', 'product:create'])
  expect(wanted(false)).toEqual([])
  expect(wanted('review', 'GET', '/reviews/:id')).toEqual(['review:read'])
})

test.each(['', 'a:b:c', 'two words', 'review:', '*'])('a route cannot want %o', (permission) => {
  expect(() => permissionsOf('/admin/reviews', 'GET', { permission })).toThrow(permission)
})

test('outside of the admin nothing is wanted', () => {
  expect(permissionsOf('/store/products', 'GET')).toEqual([])
  expect(permissionsOf('/administration', 'GET')).toEqual([])
})

test('a star stands for all, and only one as wide allows what has a star', () => {
  expect(allows(undefined, 'product:delete')).toBe(true)
  expect(allows(undefined, undefined)).toBe(true)
  expect(allows([], 'product:read')).toBe(false)
  expect(allows(['product:read'], 'product:read')).toBe(true)
  expect(allows(['product:read'], 'product:delete')).toBe(false)
  expect(allows(['product:*'], 'product:delete')).toBe(true)
  expect(allows(['*:read'], 'order:read')).toBe(true)
  expect(allows(['*:read', 'product:*'], 'order:delete')).toBe(false)
  expect(allows(['product:read', 'product:delete'], 'product:*')).toBe(false)
  expect(allows(['product:*', '*:read'], '*:*')).toBe(false)
  expect(allows(['product:*'], undefined)).toBe(false)
  expect(allows(['*:*'], undefined)).toBe(true)
})
