import { Admin, Auth, Client, Store } from '@medusajs/js-sdk'
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

/** The parts of the SDK around one client, which keeps its token. */
function openSdk(publishableKey?: string) {
  const auth = { type: 'jwt', jwtTokenStorageMethod: 'memory' } as const
  const config = { baseUrl, auth, ...(publishableKey === undefined ? {} : { publishableKey }) }
  const client = new Client(config)
  return { auth: new Auth(client, config), store: new Store(client), admin: new Admin(client) }
}

test('a storefront registers, signs in, and keeps addresses', async () => {
  const sdk = openSdk(shop.key.token)
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
  const sdk = openSdk()
  await sdk.auth.login('user', 'emailpass', { email: 'sdk-admin@example.com', password })
  expect((await sdk.admin.user.me()).user.email).toBe('sdk-admin@example.com')
  const { api_keys } = await sdk.admin.apiKey.list({ type: 'publishable' })
  expect(api_keys).toMatchObject([{ token: shop.key.token }])
})
