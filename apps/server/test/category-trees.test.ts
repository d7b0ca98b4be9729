import { afterAll, beforeAll, expect, test } from 'vitest'
import { type DemoHost, openDemoHost } from './demo-host.ts'

let demo: DemoHost
const ids = new Map<string, string>()

const BOTH = 'include_ancestors_tree=true&include_descendants_tree=true'
const of = (name: string) => ids.get(name) as string

async function make(name: string, parent?: string, more: object = {}, query = '') {
  const { body } = await demo.admin('POST', `/admin/product-categories${query}`, {
    name,
    is_active: true,
    ...(parent ? { parent_category_id: of(parent) } : {}),
    ...more,
  })
  ids.set(name, body.product_category.id)
  return body.product_category
}

beforeAll(async () => {
  demo = await openDemoHost()
  await make('Clothes')
  await make('Shirts', 'Clothes')
  await make('Shoes', 'Clothes', { rank: 0 })
  await make('Linen', 'Shirts')
  await make('White', 'Linen')
  await make('Secret', 'Linen', { is_internal: true })
  await make('Known to few', 'Secret')
})

afterAll(() => demo?.stop())

/** The names of a tree: `Clothes(Shoes, Shirts(Linen))`. */
const branch = ({ name, category_children }: any): string =>
  category_children.length === 0 ? name : `${name}(${category_children.map(branch).join(', ')})`

/** The names of a line, from the inside out. */
const line = (category: any): string[] => (category ? [category.name, ...line(category.parent_category)] : [])

const WHOLE = 'Clothes(Shoes, Shirts(Linen(White, Secret(Known to few))))'

const read = async (name: string, query: string) =>
  (await demo.admin('GET', `/admin/product-categories/${of(name)}?${query}`)).body.product_category

test('without being asked, a category shows its parent and its children alone', async () => {
  const shirts = await read('Shirts', '')
  expect(shirts.parent_category).toMatchObject({ name: 'Clothes' })
  expect(shirts.parent_category).not.toHaveProperty('parent_category')
  expect(shirts.category_children).toMatchObject([{ name: 'Linen' }])
  expect(shirts.category_children[0]).not.toHaveProperty('category_children')
})

test('all that is below it comes with it, by rank, in one statement', async () => {
  const statements: string[] = []
  const stop = demo.host.modules.database.onStatement((text) => statements.push(text))
  const clothes = await read('Clothes', 'include_descendants_tree=true')
  stop()
  expect(branch(clothes)).toBe(WHOLE)
  expect(clothes.category_children[0]).toMatchObject({
    parent_category_id: of('Clothes'),
    mpath: `${of('Clothes')}.${of('Shoes')}`,
  })
  expect(clothes).not.toHaveProperty('descendants')
  expect(statements).toHaveLength(2)
})

test('the whole line above it comes with it', async () => {
  const white = await read('White', 'include_ancestors_tree=true')
  expect(line(white)).toEqual(['White', 'Linen', 'Shirts', 'Clothes'])
  expect(white.parent_category.parent_category.parent_category.parent_category).toBeNull()
  expect((await read('Clothes', 'include_ancestors_tree=true')).parent_category).toBeNull()
})

test('a list shows a tree for each of its rows, and other trees are not mixed in', async () => {
  await make('Clothing for dogs')
  await make('Collars', 'Clothing for dogs')
  const { body } = await demo.admin(
    'GET',
    `/admin/product-categories?id[]=${of('Clothes')}&id[]=${of('Linen')}&id[]=${of('Clothing for dogs')}&order=created_at&${BOTH}`,
  )
  expect(body.product_categories.map(branch)).toEqual([
    WHOLE,
    'Linen(White, Secret(Known to few))',
    'Clothing for dogs(Collars)',
  ])
  expect(body.product_categories.map(line)).toEqual([
    ['Clothes'],
    ['Linen', 'Shirts', 'Clothes'],
    ['Clothing for dogs'],
  ])
})

test('the trees come with the fields a client chooses, and what it chooses of the children stays', async () => {
  const linen = await read('Linen', `fields=name,category_children.products.id&${BOTH}`)
  expect(branch(linen)).toBe('Linen(White, Secret(Known to few))')
  expect(line(linen)).toEqual(['Linen', 'Shirts', 'Clothes'])
  expect(linen.category_children[0].products).toEqual([])
  expect(linen).not.toHaveProperty('description')
})

test('writes answer with the trees too', async () => {
  const hats = await make('Hats', 'Clothes', {}, `?${BOTH}`)
  expect(line(hats)).toEqual(['Hats', 'Clothes'])
  expect(hats.category_children).toEqual([])
  const url = `/admin/product-categories/${of('Linen')}`
  const moved = await demo.admin('POST', `${url}?${BOTH}`, { parent_category_id: of('Hats') })
  expect(line(moved.body.product_category)).toEqual(['Linen', 'Hats', 'Clothes'])
  expect(branch(moved.body.product_category)).toBe('Linen(White, Secret(Known to few))')
  const sorted = await demo.admin('POST', `${url}/products?${BOTH}`, {})
  expect(line(sorted.body.product_category)).toEqual(['Linen', 'Hats', 'Clothes'])
  await demo.admin('POST', url, { parent_category_id: of('Shirts') })
})

test('a store sees neither what is not shown nor what lies below it or above it', async () => {
  const store = async (name: string) =>
    (await demo.store(`/store/product-categories/${of(name)}?${BOTH}`)).body.product_category
  expect(branch(await store('Shirts'))).toBe('Shirts(Linen(White))')
  expect(line(await store('White'))).toEqual(['White', 'Linen', 'Shirts', 'Clothes'])
  expect(await store('Known to few')).toMatchObject({ parent_category: null, category_children: [] })
  const { body } = await demo.store(
    `/store/product-categories?parent_category_id=null&q=clothes&include_descendants_tree=true`,
  )
  expect(body.product_categories.map(branch)).toEqual(['Clothes(Shoes, Shirts(Linen(White)), Hats)'])
})
