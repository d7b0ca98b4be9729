import { provide } from '@stoa/kernel'
import { PaymentProviders, SystemPaymentProvider } from '@stoa/payment'
import { createLinks } from '@stoa/query'
import { regionPaymentProvider } from '@stoa/settings'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { complete, readyCart } from './buy.ts'
import { openShop, type Shop } from './shop.ts'

/** A provider that answers as it is told, and remembers what it was asked. */
class ObedientProvider extends SystemPaymentProvider {
  override readonly id = 'pp_obedient' as never
  answer: 'authorized' | 'captured' | 'requires_more' | 'error' = 'authorized'
  calls: string[] = []

  override async authorizePayment({
    data,
    idempotency_key,
  }: {
    data: Record<string, unknown>
    idempotency_key: string
  }) {
    this.calls.push(`authorize ${idempotency_key.replace(/^.*\//, '')}`)
    return { status: this.answer, data, ...(this.answer === 'error' ? { message: 'Too little money.' } : {}) }
  }

  override async cancelPayment({ data }: { data: Record<string, unknown> }) {
    this.calls.push('cancel')
    return { data }
  }
}

let shop: Shop
const provider = new ObedientProvider()

beforeAll(async () => {
  shop = await openShop()
  shop.modules.container.register(
    provide(PaymentProviders, () => new PaymentProviders([new SystemPaymentProvider(), provider])),
  )
  await shop.database.query("insert into stoa_payment.payment_provider (id) values ('pp_obedient')")
  await createLinks(shop.database, regionPaymentProvider, [
    { region_id: shop.regionId, payment_provider_id: 'pp_obedient' },
  ])
})

afterAll(() => shop?.stop())

async function cartPaidBy(providerId: string): Promise<string> {
  const cartId = await readyCart(shop, shop.variants.few)
  const { body } = await shop.request('POST', '/store/payment-collections', { cart_id: cartId })
  await shop.request('POST', `/store/payment-collections/${body.payment_collection.id}/payment-sessions`, {
    provider_id: providerId,
  })
  return cartId
}

const reserved = async () =>
  Number(
    (
      await shop.database.query<{ n: string }>(
        'select sum(reserved_quantity) as n from stoa_inventory.inventory_level',
      )
    )[0]?.n,
  )

test('a refused payment answers with the cart, gives the stock back, and the cart can be completed again', async () => {
  const cartId = await cartPaidBy('pp_obedient')
  const before = await reserved()
  provider.answer = 'requires_more'
  const refused = await complete(shop, cartId)
  expect(refused).toMatchObject({
    status: 200,
    body: {
      type: 'cart',
      cart: { id: cartId, completed_at: null },
      error: { type: 'payment_authorization_error' },
    },
  })
  expect(await reserved()).toBe(before)
  expect(provider.calls).toEqual(['authorize authorize payment'])

  provider.answer = 'authorized'
  const placed = await complete(shop, cartId)
  expect(placed).toMatchObject({ status: 200, body: { type: 'order' } })
  expect(await reserved()).toBe(before + 1)
})

test('a declined payment answers in the words of the provider', async () => {
  const cartId = await cartPaidBy('pp_obedient')
  provider.answer = 'error'
  expect(await complete(shop, cartId)).toMatchObject({
    status: 200,
    body: { type: 'cart', error: { message: 'Payment authorization failed: Too little money.' } },
  })
})

test('what the provider takes by itself is paid when the order is placed', async () => {
  const cartId = await cartPaidBy('pp_obedient')
  provider.answer = 'captured'
  const { body } = await complete(shop, cartId)
  provider.answer = 'authorized'
  const { total, summary } = body.order
  expect(total).toBeGreaterThan(0)
  expect(summary).toMatchObject({ paid_total: total, transaction_total: total, pending_difference: 0 })
  const told = await shop.database.query<{ data: { id: string } }>(
    "select data from stoa_events.event where name = 'payment.captured'",
  )
  const read = await shop.request(
    'GET',
    `/store/orders/${body.order.id}?fields=payment_status,*payment_collections.payments`,
  )
  expect(read.body.order).toMatchObject({
    payment_status: 'captured',
    payment_collections: [{ payments: [{ id: told[0]?.data.id }] }],
  })
  expect(told).toHaveLength(1)
})

test('a cart that changes while it is paid for is not ordered: the money is let go and the stock given back', async () => {
  const cartId = await cartPaidBy('pp_obedient')
  const before = await reserved()
  provider.calls = []
  provider.answer = 'authorized'
  const authorize = provider.authorizePayment.bind(provider)
  provider.authorizePayment = async (call) => {
    await shop.request('POST', `/store/carts/${cartId}/line-items`, {
      variant_id: shop.variants.plenty,
      quantity: 1,
    })
    return authorize(call)
  }
  const answer = await complete(shop, cartId)
  provider.authorizePayment = authorize
  expect(answer).toMatchObject({ status: 409, body: { type: 'conflict' } })
  expect(provider.calls).toEqual(['authorize authorize payment', 'cancel'])
  expect(await reserved()).toBe(before)
  expect((await shop.request('GET', `/store/carts/${cartId}`)).body.cart.completed_at).toBeNull()
})
