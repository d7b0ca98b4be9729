import { Events } from '@stoa/events'
import { provide } from '@stoa/kernel'
import { PaymentProviders, SystemPaymentProvider } from '@stoa/payment'
import { createLinks } from '@stoa/query'
import { regionPaymentProvider } from '@stoa/settings'
import { createGate } from '@stoa/testing'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { settlePaymentSubscriber } from '../src/index.ts'
import { complete, readyCart } from './buy.ts'
import { openShop, type Shop } from './shop.ts'
import { Bank, signatureOf } from './webhook-provider.ts'

let shop: Shop
const bank = new Bank()

beforeAll(async () => {
  shop = await openShop()
  shop.modules.container.register(
    provide(PaymentProviders, () => new PaymentProviders([new SystemPaymentProvider(), bank])),
  )
  await shop.database.query("insert into stoa_payment.payment_provider (id) values ('pp_bank')")
  await createLinks(shop.database, regionPaymentProvider, [
    { region_id: shop.regionId, payment_provider_id: 'pp_bank' },
  ])
  const events = shop.modules.resolve(Events)
  events.subscribe({ ...settlePaymentSubscriber, retry_delay: 50 })
  await events.start()
})

afterAll(() => shop?.stop())
afterEach(() => {
  bank.hold = async () => undefined
})

/** A cart whose buyer is at the bank. */
async function cartAtTheBank(variant = shop.variants.plenty) {
  const cartId = await readyCart(shop, variant)
  const { body } = await shop.request('POST', '/store/payment-collections', { cart_id: cartId })
  const { id, amount } = body.payment_collection
  const session = async () => {
    const answer = await shop.request('POST', `/store/payment-collections/${id}/payment-sessions`, {
      provider_id: 'pp_bank',
    })
    return answer.body.payment_collection.payment_sessions.at(-1).id as string
  }
  return { cartId, amount: String(amount), session: await session(), another: session }
}

/** The buyer pays. */
const pay = (session: string, status: 'authorized' | 'captured') => {
  const payment = bank.payments.get(session)
  if (payment) payment.status = status
}

/** The bank tells us. */
async function tell(action: string, id: string, amount: string, signature?: string) {
  const body = JSON.stringify({ action, id, amount })
  const answer = await shop.app.inject({
    method: 'POST',
    url: '/hooks/payment/bank',
    headers: { 'content-type': 'application/json', 'x-signature': signature ?? signatureOf(body) },
    payload: body,
  })
  return answer.statusCode
}

const ordersOf = async (cartId: string) =>
  shop.database.query<{ order_id: string; paid: number; captured: number }>(
    `select o.order_id, count(p.id)::int as paid, coalesce(sum(p.captured_amount), 0)::float8 as captured
     from stoa_link.order_cart o
     join stoa_link.order_payment_collection l on l.order_id = o.order_id
     left join stoa_payment.payment p on p.payment_collection_id = l.payment_collection_id and p.canceled_at is null
     where o.cart_id = $1 group by 1`,
    [cartId],
  )

/** Nothing is waiting any more. */
const settled = () =>
  expect
    .poll(
      async () =>
        (
          await shop.database.query<{ n: number }>(
            `select (select count(*) from stoa_events.event where dispatched_at is null)
               + (select count(*) from stoa_events.event e where e.name = 'payment.webhook_received' and not exists (
                   select from stoa_events.inbox i where i.event_id = e.id)) as n`,
          )
        )[0]?.n,
      { timeout: 15_000 },
    )
    .toBe('0')

test('what the bank did not sign is refused, and nothing comes of it', async () => {
  const { cartId, session, amount } = await cartAtTheBank()
  pay(session, 'authorized')
  expect(await tell('authorized', session, amount, 'forged')).toBe(401)
  await settled()
  expect(await ordersOf(cartId)).toEqual([])
})

test('what is none of our business is answered, and a provider we do not have is not found', async () => {
  expect(await tell('news', 'x', '1')).toBe(200)
  const answer = await shop.app.inject({ method: 'POST', url: '/hooks/payment/nobody', payload: {} })
  expect(answer.statusCode).toBe(404)
})

test.each(['authorized', 'captured'] as const)(
  'a buyer who pays (%s) and never comes back has an order',
  async (status) => {
    const { cartId, session, amount } = await cartAtTheBank()
    pay(session, status)
    expect(await tell(status, session, amount)).toBe(200)
    await settled()
    expect(await ordersOf(cartId)).toEqual([
      { order_id: expect.any(String), paid: 1, captured: status === 'captured' ? Number(amount) : 0 },
    ])
  },
)

test('five times the same, and out of order: one order, one payment', async () => {
  const { cartId, session, amount } = await cartAtTheBank()
  pay(session, 'captured')
  const told = ['captured', 'authorized', 'captured', 'pending', 'captured']
  await Promise.all(told.map((action) => tell(action, session, amount)))
  await settled()
  expect(await ordersOf(cartId)).toEqual([
    { order_id: expect.any(String), paid: 1, captured: Number(amount) },
  ])
})

test('the webhook arrives while the buyer completes the cart: one order, and the bank is asked once', async () => {
  const { cartId, session, amount } = await cartAtTheBank()
  pay(session, 'authorized')
  const gate = createGate('the bank is asked')
  bank.hold = () => gate.pass()
  bank.calls.length = 0
  const completing = complete(shop, cartId)
  await gate.reached
  await tell('authorized', session, amount)
  gate.open()
  expect(await completing).toMatchObject({ status: 200, body: { type: 'order' } })
  await settled()
  expect(bank.calls).toEqual(['authorize'])
  expect(await ordersOf(cartId)).toHaveLength(1)
})

test('forty carts whose webhook and completion race: forty orders', { timeout: 60_000 }, async () => {
  const carts = []
  for (let n = 0; n < 40; n += 1) carts.push(await cartAtTheBank())
  for (const { session } of carts) pay(session, 'authorized')
  const answers = await Promise.all(
    carts.flatMap(({ cartId, session, amount }) => [
      tell('authorized', session, amount),
      complete(shop, cartId).then(({ body }) => body.type),
    ]),
  )
  expect(answers.filter((answer) => answer === 'order')).toHaveLength(40)
  await settled()
  for (const { cartId } of carts) expect(await ordersOf(cartId)).toMatchObject([{ paid: 1 }])
})

test('money that is taken after the order was placed is recorded once', async () => {
  const { cartId, session, amount } = await cartAtTheBank()
  pay(session, 'authorized')
  const { body } = await complete(shop, cartId)
  pay(session, 'captured')
  await Promise.all([1, 2, 3].map(() => tell('captured', session, amount)))
  await settled()
  expect(await ordersOf(cartId)).toMatchObject([{ captured: Number(amount) }])
  const { body: read } = await shop.request('GET', `/store/orders/${body.order.id}?fields=summary`)
  expect(read.order.summary).toMatchObject({ paid_total: Number(amount), pending_difference: 0 })
})

test('a part that was taken at the bank is recorded as that part, and the rest when it is taken', async () => {
  const { cartId, session, amount } = await cartAtTheBank()
  pay(session, 'authorized')
  await complete(shop, cartId)
  const captured = async (told: string[]) => {
    for (const part of told) await tell('captured', session, part)
    await settled()
    return (await ordersOf(cartId))[0]?.captured
  }
  expect(await captured(['4.50', '4.50'])).toBe(4.5)
  expect(await captured([amount, '4.50'])).toBe(Number(amount))
})

test.each([
  ['authorized', 'canceled', '0'],
  ['captured', 'captured', 'all'],
] as const)(
  'paid (%s), but there is nothing left to sell: the money goes back',
  async (status, end, refunded) => {
    const { cartId, session, amount } = await cartAtTheBank(shop.variants.few)
    pay(session, status)
    await shop.database.query(
      `update stoa_inventory.inventory_level l set stocked_quantity = reserved_quantity
     from stoa_inventory.inventory_item i where i.id = l.inventory_item_id and i.sku = 'FEW'`,
    )
    await tell(status, session, amount)
    await tell(status, session, amount)
    await settled()
    expect(await ordersOf(cartId)).toEqual([])
    expect(bank.payments.get(session)).toEqual({ status: end, refunded: refunded === 'all' ? amount : '0' })
    // What was given back buys nothing, also when there is stock again.
    await shop.database.query(
      `update stoa_inventory.inventory_level l set stocked_quantity = reserved_quantity + 10
     from stoa_inventory.inventory_item i where i.id = l.inventory_item_id and i.sku = 'FEW'`,
    )
    const { body } = await complete(shop, cartId)
    expect(body.type).not.toBe('order')
  },
)

test.each([
  ['authorized', 'canceled', '0'],
  ['captured', 'captured', 'all'],
] as const)(
  'a session that was replaced before it was paid (%s) is given up',
  async (status, end, refunded) => {
    const { cartId, session, another, amount } = await cartAtTheBank()
    await another()
    pay(session, status)
    await tell(status, session, amount)
    await settled()
    expect(bank.payments.get(session)).toEqual({ status: end, refunded: refunded === 'all' ? amount : '0' })
    expect(await ordersOf(cartId)).toEqual([])
  },
)

test.each([
  ['authorized', 'canceled', '0'],
  ['captured', 'captured', 'all'],
] as const)(
  'a session that is replaced while its payment (%s) is under way becomes no order that nobody paid for',
  async (status, end, refunded) => {
    const { cartId, session, another, amount } = await cartAtTheBank()
    pay(session, status)
    const gate = createGate('the bank is asked')
    bank.hold = () => gate.pass()
    const completing = complete(shop, cartId)
    await gate.reached
    const second = await another()
    gate.open()
    expect(await completing).toMatchObject({ status: 409, body: { type: 'conflict' } })
    expect(bank.payments.get(session)).toEqual({ status: end, refunded: refunded === 'all' ? amount : '0' })
    expect(await ordersOf(cartId)).toEqual([])
    pay(second, 'authorized')
    expect(await complete(shop, cartId)).toMatchObject({ status: 200, body: { type: 'order' } })
    expect(await ordersOf(cartId)).toMatchObject([{ paid: 1 }])
  },
)
