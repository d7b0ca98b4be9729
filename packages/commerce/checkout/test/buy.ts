import type { Answer, Shop } from './shop.ts'

const ADDRESS = {
  first_name: 'Ada',
  last_name: 'Byron',
  address_1: 'Unter den Linden 1',
  city: 'Berlin',
  postal_code: '10117',
  country_code: 'de',
}

/** A cart with an item, an address, shipping and a payment session: ready to be completed. */
export async function readyCart(
  shop: Shop,
  variant_id: string,
  email = 'ada@example.com',
  headers = {},
): Promise<string> {
  const post = async (url: string, body: object) => {
    const answer = await shop.request('POST', url, body, headers)
    if (answer.status !== 200) throw new Error(`${url}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const { cart } = await post('/store/carts', {
    region_id: shop.regionId,
    email,
    shipping_address: ADDRESS,
    billing_address: ADDRESS,
    items: [{ variant_id, quantity: 1 }],
  })
  const options = await shop.request('GET', `/store/shipping-options?cart_id=${cart.id}`, undefined, headers)
  await post(`/store/carts/${cart.id}/shipping-methods`, { option_id: options.body.shipping_options[0].id })
  const { payment_collection } = await post('/store/payment-collections', { cart_id: cart.id })
  await post(`/store/payment-collections/${payment_collection.id}/payment-sessions`, {
    provider_id: 'pp_system_default',
  })
  return cart.id
}

export const complete = (shop: Shop, cartId: string, headers = {}): Promise<Answer> =>
  shop.request('POST', `/store/carts/${cartId}/complete`, {}, headers)
