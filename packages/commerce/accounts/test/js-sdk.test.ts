import Medusa from '@medusajs/js-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAdmin } from '../src/index.ts'
import { openShop, password, type Shop } from './shop.ts'

let shop: Shop
let baseUrl: string

beforeAll(async () => {
  shop = await openShop()
  baseUrl = await shop.app.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(() => shop?.close())

test('a storefront registers, signs in, keeps an address and signs out', async () => {
  const sdk = new Medusa({ baseUrl, publishableKey: shop.key.token, auth: { type: 'jwt' } })
  const credentials = { email: 'sdk@example.com', password }
  await sdk.auth.register('customer', 'emailpass', credentials)
  await sdk.store.customer.create({ email: 'sdk@example.com', first_name: 'Ada' })
  await sdk.auth.refresh()
  expect((await sdk.store.customer.retrieve()).customer).toMatchObject({ first_name: 'Ada' })

  await sdk.auth.login('customer', 'emailpass', credentials)
  const { customer } = await sdk.store.customer.createAddress({ city: 'Athens', country_code: 'gr' })
  const [address] = customer.addresses
  expect((await sdk.store.customer.listAddress()).addresses).toMatchObject([{ city: 'Athens' }])
  await sdk.store.customer.updateAddress(address?.id as string, { city: 'Sparta' })
  expect(await sdk.store.customer.deleteAddress(address?.id as string)).toMatchObject({ deleted: true })
  await sdk.store.customer.update({ last_name: 'Byron' })
  expect((await sdk.store.customer.retrieve()).customer).toMatchObject({ last_name: 'Byron', addresses: [] })
})

test('an admin signs in', async () => {
  await createAdmin(shop.modules.container, { email: 'sdk-admin@example.com', password })
  const sdk = new Medusa({ baseUrl, auth: { type: 'jwt' } })
  await sdk.auth.login('user', 'emailpass', { email: 'sdk-admin@example.com', password })
  expect((await sdk.admin.user.me()).user.email).toBe('sdk-admin@example.com')
  const { api_keys } = await sdk.admin.apiKey.list({ type: 'publishable' })
  expect(api_keys).toMatchObject([{ token: shop.key.token }])
})
