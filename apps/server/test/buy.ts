import type { DemoHost } from './demo-host.ts'

const ADDRESS = {
  first_name: 'Ada',
  last_name: 'Byron',
  address_1: 'Unter den Linden 1',
  city: 'Berlin',
  postal_code: '10117',
  country_code: 'de',
}

/** Buys one of the first thing on the shelf, as a guest does, and gives the order. */
export async function buy(demo: DemoHost, email = 'ada@example.com'): Promise<any> {
  const ask = async (method: 'GET' | 'POST', url: string, body?: object) => {
    const answer = await demo.raw(method, url, body && JSON.stringify(body))
    if (answer.statusCode !== 200) throw new Error(`${url}: ${answer.statusCode} ${answer.body}`)
    return answer.json()
  }
  const region_id = await demo.regionId('eur')
  const { products } = await ask('GET', '/store/products?limit=1&fields=variants.id')
  const { cart } = await ask('POST', '/store/carts', {
    region_id,
    email,
    shipping_address: ADDRESS,
    billing_address: ADDRESS,
    items: [{ variant_id: products[0].variants[0].id, quantity: 1 }],
  })
  const { shipping_options } = await ask('GET', `/store/shipping-options?cart_id=${cart.id}`)
  await ask('POST', `/store/carts/${cart.id}/shipping-methods`, { option_id: shipping_options[0].id })
  const { payment_collection } = await ask('POST', '/store/payment-collections', { cart_id: cart.id })
  await ask('POST', `/store/payment-collections/${payment_collection.id}/payment-sessions`, {
    provider_id: 'pp_system_default',
  })
  return (await ask('POST', `/store/carts/${cart.id}/complete`)).order
}
