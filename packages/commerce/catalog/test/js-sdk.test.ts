import { Admin, Client } from '@medusajs/js-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CatalogShop, openShop } from './shop.ts'

let shop: CatalogShop
let sdk: Admin

beforeAll(async () => {
  shop = await openShop()
  const auth = { type: 'jwt', jwtTokenStorageMethod: 'memory' } as const
  sdk = new Admin(
    new Client({ baseUrl: await shop.listen(), auth, globalHeaders: { authorization: 'Bearer x' } }),
  )
})

afterAll(() => shop?.close())

test('the SDK keeps price lists: from the first price to the last', async () => {
  const { product } = await sdk.product.create({
    title: 'Mug',
    options: [{ title: 'Size', values: ['S', 'L'] }],
    variants: ['S', 'L'].map((size) => ({
      title: size,
      options: { Size: size },
      prices: [{ currency_code: 'eur', amount: 10 }],
    })),
  })
  const [small, large] = (product.variants ?? []).map(({ id }) => id) as [string, string]
  const { price_list } = await sdk.priceList.create({
    title: 'Members',
    description: 'All year',
    status: 'active',
    type: 'override',
    rules: { 'customer.groups.id': ['cusgroup_1'] },
    prices: [{ currency_code: 'eur', amount: 8, variant_id: small }],
  })
  const { id } = price_list
  expect(price_list).toMatchObject({ type: 'override', rules: { 'customer.groups.id': ['cusgroup_1'] } })
  const { created } = await sdk.priceList.batchPrices(id, {
    create: [{ currency_code: 'eur', amount: 9, variant_id: large }],
  })
  expect(created).toMatchObject([{ amount: 9 }])
  expect((await sdk.priceList.prices(id, { limit: 1, offset: 1 })).count).toBe(2)
  expect((await sdk.product.list({ price_list_id: [id] } as never)).products).toMatchObject([
    { id: product.id },
  ])
  const found = await sdk.priceList.list({ q: 'members', status: ['active'], fields: '*prices' })
  expect(found.price_lists[0]?.prices.map(({ variant_id }) => variant_id).sort()).toEqual(
    [small, large].sort(),
  )
  const changed = await sdk.priceList.update(id, { ends_at: null, status: 'draft', rules: {} })
  expect(changed.price_list).toMatchObject({ status: 'draft', rules: {}, title: 'Members' })
  await sdk.priceList.linkProducts(id, { remove: [product.id] })
  expect((await sdk.priceList.prices(id)).prices).toEqual([])
  expect(await sdk.priceList.delete(id)).toEqual({ id, object: 'price_list', deleted: true })
  await expect(sdk.priceList.retrieve(id)).rejects.toMatchObject({ status: 404 })
})
