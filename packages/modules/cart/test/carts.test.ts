import { BigNumber, type Modules, startModules } from '@stoa/kernel'
import { createGate, createTestDatabase, type TestDatabase, untilBlocked } from '@stoa/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CartChanges, CartService, type CartSnapshot, cartModule } from '../src/index.ts'
import { newLine, newShipping, sampleCart } from './sample-cart.ts'

let database: TestDatabase
let modules: Modules
let carts: CartService
beforeAll(async () => {
  database = await createTestDatabase()
  modules = await startModules([cartModule], { database: database.url })
  await modules.migrate()
  carts = modules.resolve(CartService)
})

afterAll(async () => {
  await modules?.close()
  await database?.drop()
})

/** A cart in the database, as its lock gives it. */
async function opened(changes: CartChanges = {}): Promise<CartSnapshot> {
  const cart = sampleCart()
  await carts.openCart(cart, { ...changes, cart: { currency_code: 'eur', ...changes.cart } })
  return read(cart.id)
}

const read = (id: string) => modules.transaction(() => carts.lockCart(id))

/** The statements of some work, without those that open and close transactions. */
async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const texts: string[] = []
  const stop = modules.database.onStatement((text) => texts.push(text))
  await work().finally(stop)
  return texts.filter((text) => !/^(begin|commit)/i.test(text))
}

const lines = (count: number) => Array.from({ length: count }, (_, index) => newLine(`Thing ${index}`, index))

const taxed = (ids: readonly { id: string }[], rate: number) =>
  ids.map(({ id }) => ({ item_id: id, rate, code: 'vat' }))

const titles = ({ items }: CartSnapshot) => items.map(({ title }) => title)

test('a cart with fifty items, addresses, shipping and taxes is opened in one statement', async () => {
  const cart = sampleCart()
  const added_items = lines(50)
  const parcel = newShipping('Parcel', 5)
  const statements = await statementsOf(() =>
    carts.openCart(cart, {
      cart: { currency_code: 'eur', email: 'a@example.com' },
      shipping_address: { city: 'Bonn', country_code: 'de' },
      billing_address: { city: 'Lyon', country_code: 'fr' },
      added_items,
      shipping_methods: [parcel],
      tax_lines: [...taxed(added_items, 19), { shipping_method_id: parcel.id, rate: 7, code: 'vat' }],
    }),
  )
  expect(statements).toHaveLength(1)
  const stored = await read(cart.id)
  expect(stored).toMatchObject({
    id: cart.id,
    email: 'a@example.com',
    completed_at: null,
    shipping_address: { city: 'Bonn' },
    billing_address: { city: 'Lyon' },
    shipping_methods: [{ id: parcel.id, tax_lines: [{ rate: 7 }] }],
  })
  expect(stored.items).toHaveLength(50)
  expect(stored.items.every(({ tax_lines }) => tax_lines[0]?.rate === 19)).toBe(true)
})

test.each([1, 50])('changes of %i lines of each kind are one statement', async (count) => {
  const [kept, gone] = [lines(count), lines(count)]
  const cart = await opened({
    shipping_address: { city: 'Bonn' },
    added_items: [...kept, ...gone],
    shipping_methods: [newShipping('Parcel', 5)],
    tax_lines: [...taxed(kept, 7), ...taxed(gone, 7)],
  })
  const fresh = lines(count)
  const statements = await statementsOf(() =>
    carts.applyChanges(cart, {
      cart: { locale: 'de' },
      shipping_address: { city: 'Berlin' },
      billing_address: { city: 'Lyon' },
      added_items: fresh,
      changed_items: kept.map(({ id }) => ({ id, quantity: 9 })),
      removed_items: gone.map(({ id }) => id),
      shipping_methods: [newShipping('Courier', 9)],
      tax_lines: [...taxed(kept, 19), ...taxed(fresh, 19)],
    }),
  )
  expect(statements).toHaveLength(1)
  const stored = await read(cart.id)
  expect(stored).toMatchObject({
    locale: 'de',
    shipping_address: { id: cart.shipping_address?.id, city: 'Berlin' },
    billing_address: { city: 'Lyon' },
    shipping_methods: [{ name: 'Courier' }],
  })
  const quantities = new Map(stored.items.map(({ id, quantity }) => [id, quantity]))
  expect(quantities).toEqual(
    new Map([...kept.map(({ id }) => [id, 9] as const), ...fresh.map(({ id }) => [id, 1] as const)]),
  )
  expect(stored.items.flatMap(({ tax_lines }) => tax_lines.map(({ rate }) => rate))).toEqual(
    Array(count * 2).fill(19),
  )
})

test('amounts come out of the lock as they went in', async () => {
  const amounts = ['90071992547409931.07', '0.1234567890123456789']
  const cart = await opened({
    added_items: amounts.map((amount) =>
      newLine('Thing', amount, 1, { compare_at_unit_price: BigNumber(amount) }),
    ),
    shipping_methods: [newShipping('Parcel', amounts[0] as string)],
  })
  await carts.createCartCreditLines({ cart_id: cart.id, amount: BigNumber(amounts[1] as string) } as never)
  const stored = await read(cart.id)
  expect(stored.items.map(({ unit_price }) => unit_price.toFixed()).toSorted()).toEqual(amounts.toSorted())
  expect(stored.items.map((item) => (item.compare_at_unit_price as BigNumber).toFixed()).toSorted()).toEqual(
    amounts.toSorted(),
  )
  expect(stored.shipping_methods[0]?.amount.toFixed()).toBe(amounts[0])
  expect(stored.credit_lines[0]?.amount.toFixed()).toBe(amounts[1])
})

test('who waited for the lock sees what the other changed under it', async () => {
  const { id } = await opened()
  const gate = createGate('the cart is changed')
  const first = modules.transaction(async () => {
    await carts.applyChanges(await carts.lockCart(id), { added_items: [newLine('Mug', 10)] })
    await gate.pass()
  })
  await gate.reached
  const second = modules.transaction(async () => {
    const cart = await carts.lockCart(id)
    await carts.applyChanges(cart, { added_items: [newLine('Plate', 7)] })
    return titles(cart)
  })
  await untilBlocked(database.url)
  gate.open()
  await first
  expect(await second).toEqual(['Mug'])
  expect(titles(await read(id)).toSorted()).toEqual(['Mug', 'Plate'])
})

test('a cart that is not there, or is deleted, cannot be locked', async () => {
  await expect(read('cart_no')).rejects.toMatchObject({
    type: 'not_found',
    message: 'Cart with id: cart_no was not found',
  })
  const { id } = await opened()
  await carts.softDeleteCarts(id)
  await expect(read(id)).rejects.toMatchObject({ type: 'not_found' })
})

test('a cart is completed once, whoever else is at it', async () => {
  const { id } = await opened()
  const gate = createGate('the cart is completed')
  const first = modules.transaction(async () => {
    const won = await carts.markCompleted(id)
    await gate.pass()
    return won
  })
  await gate.reached
  const others = [carts.markCompleted(id), carts.markCompleted(id)]
  await untilBlocked(database.url, 2)
  gate.open()
  expect(await first).toBe(true)
  expect(await Promise.all(others)).toEqual([false, false])
  expect((await read(id)).completed_at).not.toBeNull()
})

test('a completion that is taken back leaves the cart to the next', async () => {
  const { id } = await opened()
  const failure = modules.transaction(async () => {
    expect(await carts.markCompleted(id)).toBe(true)
    throw new Error('later')
  })
  await expect(failure).rejects.toThrow('later')
  expect(await carts.markCompleted(id)).toBe(true)
})

test.each([
  ['a quantity of 0', { added_items: [newLine('Mug', 10, 0)] }],
  ['a price below 0', { added_items: [newLine('Mug', -1)] }],
  ['shipping below 0', { shipping_methods: [newShipping('Parcel', -1)] }],
])('%s is refused, and nothing of the change is written', async (_, changes: CartChanges) => {
  const cart = await opened()
  const refused = carts.applyChanges(cart, { ...changes, cart: { locale: 'de' } })
  await expect(refused).rejects.toMatchObject({ type: 'invalid_data' })
  expect(await read(cart.id)).toMatchObject({ locale: null, items: [], shipping_methods: [] })
})
