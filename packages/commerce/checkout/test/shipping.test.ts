import { FulfillmentProviders, FulfillmentService } from '@stoa/fulfillment'
import { ManualFulfillment } from '@stoa/fulfillment-manual'
import { provide } from '@stoa/kernel'
import { Query } from '@stoa/query'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShop, type Shop } from './shop.ts'

/** A carrier that charges by what the buyer says the parcel weighs. */
class Carrier extends ManualFulfillment {
  override readonly id = 'carrier' as never

  override async canCalculate() {
    return true
  }

  override async calculatePrice(_?: object, data?: Record<string, unknown>) {
    return {
      calculated_amount: 2 * Number(data?.kilos ?? 1),
      is_calculated_price_tax_inclusive: false,
    } as never
  }
}

let shop: Shop
let carrierOption: string

beforeAll(async () => {
  shop = await openShop()
  shop.modules.container.register(
    provide(FulfillmentProviders, () => new FulfillmentProviders([new ManualFulfillment(), new Carrier()])),
  )
  await shop.database.query("insert into stoa_fulfillment.fulfillment_provider (id) values ('carrier')")
  const query = shop.modules.resolve(Query)
  const standard = await query.first('shipping_option', { fields: ['*'] })
  const [option] = await shop.modules.resolve(FulfillmentService).createShippingOptions([
    {
      name: 'Carrier',
      service_zone_id: standard?.service_zone_id,
      shipping_profile_id: standard?.shipping_profile_id,
      provider_id: 'carrier',
      price_type: 'calculated',
      type: { label: 'Carrier', description: 'By weight', code: 'carrier' },
      rules: [{ attribute: 'enabled_in_store', operator: 'eq', value: 'true' }],
    } as never,
  ])
  carrierOption = option?.id as string
})

afterAll(() => shop?.stop())

async function shippedCart() {
  const { body } = await shop.request('POST', '/store/carts', {
    region_id: shop.regionId,
    shipping_address: { country_code: 'fr' },
    items: [{ variant_id: shop.variants.plenty, quantity: 1 }],
  })
  return body.cart.id as string
}

test('an option whose provider computes its price is offered without one, calculated, and chosen at that price', async () => {
  const cart_id = await shippedCart()
  const offered = await shop.request('GET', `/store/shipping-options?cart_id=${cart_id}`)
  expect(offered.body.shipping_options).toMatchObject([{ amount: 5 }, { id: carrierOption, amount: null }])
  const data = { kilos: 3 }
  const calculated = await shop.request('POST', `/store/shipping-options/${carrierOption}/calculate`, {
    cart_id,
    data,
  })
  expect(calculated.body.shipping_option).toMatchObject({
    id: carrierOption,
    amount: 6,
    price_type: 'calculated',
  })
  const chosen = await shop.request('POST', `/store/carts/${cart_id}/shipping-methods`, {
    option_id: carrierOption,
    data,
  })
  expect(chosen.body.cart).toMatchObject({
    shipping_methods: [{ amount: 6 }],
    shipping_subtotal: 6,
    shipping_total: 7.2,
  })
})

test('a second choice takes the place of the first of its profile', async () => {
  const cart_id = await shippedCart()
  const { body } = await shop.request('GET', `/store/shipping-options?cart_id=${cart_id}`)
  for (const { id } of body.shipping_options) {
    await shop.request('POST', `/store/carts/${cart_id}/shipping-methods`, { option_id: id })
  }
  const read = await shop.request('GET', `/store/carts/${cart_id}`)
  expect(read.body.cart.shipping_methods).toMatchObject([{ shipping_option_id: carrierOption, amount: 2 }])
})

test('an option that does not reach the cart is refused, and so is calculating a fixed price', async () => {
  const cart_id = await shippedCart()
  const unknown = await shop.request('POST', `/store/carts/${cart_id}/shipping-methods`, {
    option_id: 'so_nowhere',
  })
  expect(unknown).toMatchObject({ status: 400, body: { type: 'invalid_data' } })
  const { body } = await shop.request('GET', `/store/shipping-options?cart_id=${cart_id}`)
  const fixed = await shop.request(
    'POST',
    `/store/shipping-options/${body.shipping_options[0].id}/calculate`,
    { cart_id },
  )
  expect(fixed).toMatchObject({ status: 400, body: { message: expect.stringContaining('fixed') } })
})
