import { TranslationService } from '@stoa/translation'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShop, type Shop } from './shop.ts'

let shop: Shop
let variant: string

beforeAll(async () => {
  shop = await openShop()
  variant = shop.variants.plenty
  const [row] = await shop.database.query<{ product_id: string }>(
    'select product_id from stoa_product.product_variant where id = $1',
    [variant],
  )
  const german = (reference: string, reference_id: string, translations: object) => ({
    reference,
    reference_id,
    locale_code: 'de-DE',
    translations: translations as never,
  })
  await shop.modules
    .resolve(TranslationService)
    .translate([
      german('product', row?.product_id as string, { title: 'Becher', description: 'Aus Ton' }),
      german('product_variant', variant, { title: 'Klein' }),
    ])
})

afterAll(() => shop?.stop())

const open = async (body: object = {}) =>
  (await shop.request('POST', '/store/carts', { region_id: shop.regionId, ...body })).body.cart

const change = async (id: string, body: object) => {
  const { status, body: answer } = await shop.request('POST', `/store/carts/${id}`, body)
  expect({ status, answer }).toMatchObject({ status: 200 })
  return answer.cart
}

const GERMAN = {
  title: 'Becher',
  subtitle: 'Klein',
  product_title: 'Becher',
  product_description: 'Aus Ton',
  variant_title: 'Klein',
}

const wordsOf = (line: any) =>
  Object.fromEntries(
    ['title', 'subtitle', 'product_title', 'product_description', 'variant_title'].map((name) => [
      name,
      line[name],
    ]),
  )

test('lines are called as in the language that a cart gets, and back', async () => {
  const { id, items } = await open({ items: [{ variant_id: variant, quantity: 2 }] })
  const [before] = items
  const stored = async () => {
    const [line] = await shop.database.query('select * from stoa_cart.cart_line_item where cart_id = $1', [
      id,
    ])
    return line
  }
  const english = wordsOf(await stored())
  expect(english.title).not.toBe('Becher')
  const changed = await change(id, { locale: 'de-DE' })
  expect(changed).toMatchObject({
    locale: 'de-DE',
    items: [{ id: before.id, quantity: 2, title: 'Becher', product_title: 'Becher' }],
  })
  expect(changed.items[0].unit_price).toBe(before.unit_price)
  expect(wordsOf(await stored())).toEqual(GERMAN)
  // Nobody has translated it into French.
  await change(id, { locale: 'fr-FR' })
  expect(wordsOf(await stored())).toEqual(english)
  await change(id, { locale: 'de-de' })
  expect(wordsOf(await stored())).toEqual(GERMAN)
  await change(id, { locale: null })
  expect(wordsOf(await stored())).toEqual(english)
})

test('a cart gets another language and another region at once', async () => {
  const { id } = await open({ items: [{ variant_id: variant, quantity: 1 }] })
  const moved = await change(id, { locale: 'de-DE', region_id: shop.otherRegionId })
  expect(moved).toMatchObject({ currency_code: 'usd', items: [{ title: 'Becher', unit_price: 11 }] })
})

test('what is not for sale any more is called anew, what is gone keeps its words', async () => {
  const { id } = await open({
    items: [
      { variant_id: variant, quantity: 1 },
      { variant_id: shop.variants.few, quantity: 1 },
    ],
  })
  await shop.database.query(`update stoa_product.product set status = 'draft'`)
  await shop.database.query('update stoa_product.product_variant set deleted_at = now() where id = $1', [
    shop.variants.few,
  ])
  try {
    const { items } = await change(id, { locale: 'de-DE' })
    const titles = Object.fromEntries(items.map((item: any) => [item.variant_id, item.title]))
    expect(titles[variant]).toBe('Becher')
    expect(titles[shop.variants.few]).toEqual(expect.any(String))
  } finally {
    await shop.database.query(`update stoa_product.product set status = 'published'`)
    await shop.database.query('update stoa_product.product_variant set deleted_at = null')
  }
})

test('another language costs one statement more, however many lines there are', async () => {
  const costs: number[] = []
  const cost = async (id: string, body: object) => {
    let count = 0
    const stop = shop.database.onStatement((text) => {
      if (!/^\s*(begin|commit|rollback|savepoint|release|start transaction)/i.test(text)) count += 1
    })
    await change(id, body)
    stop()
    return count
  }
  for (const lines of [1, 6]) {
    const items = Array.from({ length: lines }, (_, n) => ({
      variant_id: variant,
      quantity: 1,
      metadata: { n },
    }))
    const { id } = await open({ items })
    costs.push((await cost(id, { locale: 'de-DE' })) - (await cost(id, { metadata: { a: 1 } })))
    // The language it has already changes nothing.
    costs.push((await cost(id, { locale: 'de-DE' })) - (await cost(id, { metadata: { a: 2 } })))
  }
  expect(costs).toEqual([1, 0, 1, 0])
})
