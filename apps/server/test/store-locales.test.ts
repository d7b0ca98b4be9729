import { afterAll, beforeAll, expect, test } from 'vitest'
import { type DemoHost, openDemoHost } from './demo-host.ts'

let demo: DemoHost
let product: any

const GERMAN = { 'x-medusa-locale': 'de-DE' }

/** A storefront that speaks German. */
const ask = async (method: 'GET' | 'POST', url: string, body?: object, headers: object = GERMAN) =>
  (await demo.request(method, url, { 'x-publishable-api-key': demo.key, ...headers }, body)).body

beforeAll(async () => {
  demo = await openDemoHost()
  const { products } = (await demo.store('/store/products?fields=*variants,*options&limit=50')).body
  product = products.find(({ variants, options }: any) => variants.length > 1 && options.length > 0)
  const [option] = (await demo.admin('GET', '/admin/shipping-options?limit=50')).body.shipping_options
  const word = (reference: string, reference_id: string, translations: object) => ({
    reference,
    reference_id,
    locale_code: 'de-DE',
    translations,
  })
  const { status } = await demo.admin('POST', '/admin/translations/batch', {
    create: [
      word('product', product.id, { title: 'Deutscher Titel', description: 'Auf Deutsch' }),
      word('product_variant', product.variants[0].id, { title: 'Deutsche Variante' }),
      word('product_option', product.options[0].id, { title: 'Deutsche Wahl' }),
      word('region', await demo.regionId('eur'), { name: 'Deutsche Gegend' }),
      word('shipping_option', option.id, { name: 'Deutscher Versand' }),
    ],
  })
  expect(status).toBe(200)
})

afterAll(() => demo?.stop())

const counted = async (work: () => Promise<unknown>) => {
  let statements = 0
  const stop = demo.host.modules.database.onStatement(() => {
    statements++
  })
  await work()
  stop()
  return statements
}

test('a product comes in the language of the storefront, by header and by query, with all that belongs to it', async () => {
  const path = `/store/products/${product.id}?fields=title,description,handle,*variants,*options`
  const german = (await ask('GET', path)).product
  expect(german).toMatchObject({
    title: 'Deutscher Titel',
    description: 'Auf Deutsch',
    handle: product.handle,
    options: expect.arrayContaining([expect.objectContaining({ title: 'Deutsche Wahl' })]),
  })
  const titles = german.variants.map(({ title }: any) => title)
  expect(titles).toContain('Deutsche Variante')
  expect(titles).toContain(product.variants[1].title)
  expect((await ask('GET', `${path}&locale=de-DE`, undefined, {})).product).toEqual(german)
  expect((await ask('GET', path, undefined, {})).product.title).toBe(product.title)
})

test('a page of products takes two statements in any language', async () => {
  const path = '/store/products?limit=20'
  const page = (headers: object) => counted(() => ask('GET', path, undefined, headers))
  expect([await page({}), await page(GERMAN)]).toEqual([2, 2])
  const { products } = await ask('GET', '/store/products?limit=50')
  expect(products.find(({ id }: any) => id === product.id).title).toBe('Deutscher Titel')
})

test('what is searched for is shown in the language of the storefront', async () => {
  const { results } = await ask('POST', '/store/search', {
    entity: 'product',
    filters: { id: product.id },
  })
  expect(results[0].hits[0].document.title).toBe('Deutscher Titel')
})

test('the admin reads what was written', async () => {
  const { body } = await demo.admin('GET', `/admin/products/${product.id}?locale=de-DE`)
  expect(body.product.title).toBe(product.title)
})

test('a cart speaks the language in which it was opened, and so do its lines and its ways of shipping', async () => {
  const { cart } = await ask('POST', '/store/carts', {
    region_id: await demo.regionId('eur'),
    shipping_address: { country_code: 'de' },
    items: [{ variant_id: product.variants[0].id, quantity: 1 }],
  })
  expect(cart).toMatchObject({
    locale: 'de-DE',
    region: { name: 'Deutsche Gegend' },
    items: [{ product_title: 'Deutscher Titel', variant_title: 'Deutsche Variante' }],
  })
  const more = await ask(
    'POST',
    `/store/carts/${cart.id}/line-items`,
    { variant_id: product.variants[1].id, quantity: 1 },
    {},
  )
  expect(more.cart.items.map(({ product_title }: any) => product_title)).toEqual([
    'Deutscher Titel',
    'Deutscher Titel',
  ])
  const names = async (headers: object) =>
    (await ask('GET', `/store/shipping-options?cart_id=${cart.id}`, undefined, headers)).shipping_options.map(
      ({ name }: any) => name,
    )
  expect(await names(GERMAN)).toContain('Deutscher Versand')
  expect(await names({})).not.toContain('Deutscher Versand')
})

test('a cart that says its language is not asked by the storefront', async () => {
  const { cart } = await ask('POST', '/store/carts', {
    region_id: await demo.regionId('eur'),
    locale: 'fr-FR',
    items: [{ variant_id: product.variants[0].id, quantity: 1 }],
  })
  expect(cart).toMatchObject({ locale: 'fr-FR', items: [{ product_title: product.title }] })
})
