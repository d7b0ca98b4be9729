import { PromotionService } from '@stoa/promotion'
import { type LockedRow, watchLocks } from '@stoa/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { complete, readyCart } from './buy.ts'
import { openShop, type Shop } from './shop.ts'

let shop: Shop

let promotionId: string

beforeAll(async () => {
  shop = await openShop()
  const [promotion] = await shop.modules.resolve(PromotionService).createPromotions([
    {
      code: 'TEN',
      type: 'standard',
      status: 'active',
      is_automatic: true,
      application_method: { type: 'percentage', value: 10, target_type: 'items', allocation: 'across' },
    },
  ])
  promotionId = promotion?.id as string
})
afterAll(() => shop?.stop())

/** A cart that can be completed, and the rows of its sale in the order in which they are to be locked. */
async function arrange() {
  const cartId = await readyCart(shop, shop.variants.plenty)
  const [found] = await shop.database.query<{ collection: string; session: string; level: string }>(
    `select l.payment_collection_id as collection, s.id as session, (
       select level.id from stoa_inventory.inventory_level level
       join stoa_inventory.inventory_item i on i.id = level.inventory_item_id where i.sku = 'PLENTY') as level
     from stoa_link.cart_payment_collection l
     join stoa_payment.payment_session s on s.payment_collection_id = l.payment_collection_id
     where l.cart_id = $1`,
    [cartId],
  )
  const { collection, session, level } = found as { collection: string; session: string; level: string }
  const rows: LockedRow[] = [
    { name: 'cart', table: 'stoa_cart.cart', id: cartId },
    { name: 'collection', table: 'stoa_payment.payment_collection', id: collection },
    { name: 'session', table: 'stoa_payment.payment_session', id: session },
    { name: 'level', table: 'stoa_inventory.inventory_level', id: level },
    { name: 'promotion', table: 'stoa_promotion.promotion', id: promotionId },
  ]
  return { cartId, collection, rows }
}

type Arranged = Awaited<ReturnType<typeof arrange>>

const post = (path: string, body: object) => shop.request('POST', `/store${path}`, body)

test.each<[string, string[], (arranged: Arranged) => Promise<{ status: number }>]>([
  [
    'changing a cart',
    ['cart', 'collection', 'session'],
    ({ cartId }) => post(`/carts/${cartId}/line-items`, { variant_id: shop.variants.plenty, quantity: 1 }),
  ],
  ['making its collection', ['cart'], ({ cartId }) => post('/payment-collections', { cart_id: cartId })],
  [
    'another try to pay',
    ['collection', 'session'],
    ({ collection }) =>
      post(`/payment-collections/${collection}/payment-sessions`, { provider_id: 'pp_system_default' }),
  ],
  [
    'completing it',
    ['cart', 'collection', 'session', 'level', 'promotion'],
    ({ cartId }) => complete(shop, cartId),
  ],
])('%s locks the cart, what is paid for it, the stock, the promotions', async (_what, waitedFor, call) => {
  const watched = await watchLocks(shop.url, async () => {
    const arranged = await arrange()
    return {
      rows: arranged.rows,
      call: async () => expect(await call(arranged)).toMatchObject({ status: 200 }),
    }
  })
  expect(watched).toEqual({ waitedFor, breaches: [] })
})
