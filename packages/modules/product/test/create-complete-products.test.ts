import { type Modules, startModules } from '@stoa/kernel'
import { Query, queryModule } from '@stoa/query'
import { createTestDatabase, type TestDatabase } from '@stoa/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ProductService, productModule } from '../src/index.ts'

let database: TestDatabase
let modules: Modules
let products: ProductService
let query: Query

beforeAll(async () => {
  database = await createTestDatabase()
  modules = await startModules([productModule, queryModule], { database: database.url })
  await modules.migrate()
  products = modules.resolve(ProductService)
  query = modules.resolve(Query)
})

afterAll(async () => {
  await modules?.close()
  await database?.drop()
})

const mug = (title: string) => ({
  title,
  options: [{ title: 'Size', values: ['S', 'L'] }],
  variants: [
    { title: 'Small', sku: `${title}-S`, options: { Size: 'S' } },
    { title: 'Large', sku: `${title}-L`, options: { Size: 'L' } },
  ],
  images: [{ url: 'front.png' }, { url: 'back.png' }],
})

test('a product comes back with its options, variants and images, and a handle made from its title', async () => {
  const [created] = await products.createCompleteProducts([mug('Café Mug')])
  const product = await query.retrieve('product', created?.id as string, {
    fields: [
      'handle',
      'thumbnail',
      'options.values.value',
      'variants.sku',
      'variants.options.value',
      'images.url',
    ],
  })
  expect(product).toMatchObject({
    handle: 'cafe-mug',
    thumbnail: 'front.png',
    options: [{ values: [{ value: 'S' }, { value: 'L' }] }],
    variants: [
      { sku: 'Café Mug-S', options: [{ value: 'S' }] },
      { sku: 'Café Mug-L', options: [{ value: 'L' }] },
    ],
    images: [{ url: 'front.png' }, { url: 'back.png' }],
  })
})

test('a hundred products cost as many statements as one', async () => {
  const count = async (amount: number, prefix: string) => {
    let statements = 0
    const stop = modules.database.onStatement(() => statements++)
    await products.createCompleteProducts(Array.from({ length: amount }, (_, n) => mug(`${prefix} ${n}`)))
    stop()
    return statements
  }
  expect(await count(100, 'Many')).toBe(await count(1, 'One'))
})

test('a variant that names a value its product lacks is refused, and nothing is left behind', async () => {
  const bad = { ...mug('Bad'), variants: [{ title: 'Huge', options: { Size: 'XXL' } }] }
  await expect(products.createCompleteProducts([mug('Good'), bad])).rejects.toMatchObject({
    type: 'invalid_data',
    message: 'Variant Huge has Size XXL, which is no option value of its product.',
  })
  expect(await products.listProducts({ title: ['Good', 'Bad'] })).toEqual([])
})

test('a handle that is taken is refused by name', async () => {
  await products.createCompleteProducts([{ title: 'Taken' }])
  await expect(products.createCompleteProducts([{ title: 'Taken' }])).rejects.toMatchObject({
    type: 'invalid_data',
    message: expect.stringContaining('handle: taken'),
  })
})

test('a product is found by its own words and by the SKU of a variant, until that variant is gone', async () => {
  const [found] = await products.createCompleteProducts([mug('Findable')])
  const ids = async (q: string) =>
    (await query.list('product', { filters: { q }, fields: ['id'] })).map(({ id }) => id)
  expect(await ids('findable small')).toEqual([found?.id])
  expect(await ids('findable-l')).toEqual([found?.id])
  await products.softDeleteProductVariants(found?.variants[1]?.id as string)
  expect(await ids('findable-l')).toEqual([])
})
