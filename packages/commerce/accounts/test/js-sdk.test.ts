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

async function openAdmin(email: string) {
  await createAdmin(shop.modules.container, { email, password })
  const sdk = openSdk()
  await sdk.auth.login('user', 'emailpass', { email, password })
  return sdk
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
  const sdk = await openAdmin('sdk-admin@example.com')
  expect((await sdk.admin.user.me()).user.email).toBe('sdk-admin@example.com')
  const { api_keys } = await sdk.admin.apiKey.list({ type: 'publishable' })
  expect(api_keys).toMatchObject([{ token: shop.key.token }])
})

test('an admin keeps customers, their addresses and groups', async () => {
  const { admin } = await openAdmin('sdk-customers@example.com')
  const { customer } = await admin.customer.create({ email: 'kept@example.com', first_name: 'Kept' })
  await admin.customer.update(customer.id, { company_name: 'Keepers' })
  const { customer_group } = await admin.customerGroup.create({ name: 'Kept ones' })
  await admin.customer.batchCustomerGroups(customer.id, { add: [customer_group.id] })
  expect((await admin.customer.list({ groups: customer_group.id })).customers).toMatchObject([
    { id: customer.id, company_name: 'Keepers' },
  ])
  await admin.customerGroup.batchCustomers(customer_group.id, { remove: [customer.id] })
  await admin.customerGroup.update(customer_group.id, { name: 'Nobody' })
  expect(
    (await admin.customerGroup.retrieve(customer_group.id, { fields: '+customers.id' })).customer_group,
  ).toMatchObject({ name: 'Nobody', customers: [] })

  await admin.customer.createAddress(customer.id, { city: 'Athens' })
  const [address] = (await admin.customer.listAddresses(customer.id)).addresses
  const id = address?.id as string
  await admin.customer.updateAddress(customer.id, id, { city: 'Sparta' })
  expect((await admin.customer.retrieveAddress(customer.id, id)).address.city).toBe('Sparta')
  expect(await admin.customer.deleteAddress(customer.id, id)).toMatchObject({
    object: 'customer_address',
    parent: { id: customer.id },
  })
  expect(await admin.customerGroup.delete(customer_group.id)).toMatchObject({ deleted: true })
  expect(await admin.customer.delete(customer.id)).toMatchObject({ object: 'customer', deleted: true })
})

test('an admin invites somebody, who joins, is given a new password, and is deleted', async () => {
  const { admin } = await openAdmin('sdk-inviting@example.com')
  const { invite } = await admin.invite.create({ email: 'joins@example.com' })
  const { token } = (await admin.invite.resend(invite.id)).invite
  expect((await admin.invite.list({ fields: 'id,token' })).invites).toMatchObject([{ id: invite.id, token }])

  const joining = openSdk()
  const credentials = { email: 'joins@example.com', password }
  await joining.auth.register('user', 'emailpass', credentials)
  const { user } = (await joining.admin.invite.accept({
    email: 'joins@example.com',
    first_name: 'Jo',
    last_name: 'Ins',
    invite_token: token,
  } as never)) as { user: { id: string } }
  await joining.auth.refresh()
  await joining.admin.user.update(user.id, { avatar_url: 'https://a.example/jo.png' })
  expect((await joining.admin.user.me()).user).toMatchObject({ id: user.id, first_name: 'Jo' })

  expect((await admin.user.listAuthProviders(user.id)).providers).toEqual(['emailpass'])
  const reset = await admin.user.generateResetPasswordToken(user.id)
  await joining.auth.updateProvider('user', 'emailpass', { password: 'anew' }, reset.token)
  await expect(joining.admin.user.me()).rejects.toMatchObject({ status: 401 })
  await joining.auth.login('user', 'emailpass', { ...credentials, password: 'anew' })
  expect(await admin.user.delete(user.id)).toMatchObject({ object: 'user', deleted: true })
  await expect(joining.admin.user.me()).rejects.toMatchObject({ status: 401 })
})

test('an admin says what others may do', async () => {
  const { admin } = await openAdmin('sdk-owner@example.com')
  const { policy } = await admin.rbacPolicy.create({ key: 'gift:wrap', resource: 'gift', operation: 'wrap' })
  await admin.rbacPolicy.update(policy.id, { description: 'Wraps gifts' })
  const { policies } = await admin.rbacPolicy.list({ key: ['customer:read', 'gift:wrap'] })
  const { role } = await admin.rbacRole.create({ name: 'Helper', policy_ids: policies.map(({ id }) => id) })
  const clerk = await openAdmin('sdk-clerk@example.com')
  const { user } = await clerk.admin.user.me()
  expect((await admin.rbacRole.addUsers(role.id, { users: [user.id] })).users).toHaveLength(1)
  expect((await clerk.admin.rbacRole.mePermissions()).permissions).toEqual(['customer:read', 'gift:wrap'])
  expect((await clerk.admin.customer.list()).customers).toEqual(expect.any(Array))
  await expect(clerk.admin.user.list()).rejects.toMatchObject({ status: 403 })

  await admin.rbacRole.update(role.id, { description: 'Helps' })
  expect((await admin.rbacRole.retrieve(role.id)).role.description).toBe('Helps')
  expect((await admin.rbacRole.listPolicies(role.id)).policies).toHaveLength(2)
  expect((await admin.rbacRole.listUsers(role.id)).count).toBe(1)
  expect((await admin.rbacPolicy.listRoles(policy.id)).roles).toHaveLength(1)
  await admin.rbacRole.removePolicy(role.id, policy.id)
  await admin.rbacRole.addPolicies(role.id, { policies: [policy.id] })
  expect((await admin.rbacRole.listAssignable()).count).toBe((await admin.rbacRole.list()).count)
  expect((await admin.rbacPolicy.listAssignable({})).count).toBeGreaterThan(20)
  expect(await admin.user.listRoles(user.id)).toMatchObject({ count: 1, roles: [{ rbac_role_id: role.id }] })

  expect(await admin.rbacRole.removeUsers(role.id, { users: [user.id] })).toMatchObject({ ids: [user.id] })
  expect((await admin.user.addRoles(user.id, { roles: [role.id] })).roles).toHaveLength(1)
  expect(await admin.user.removeRole(user.id, role.id)).toMatchObject({ object: 'user_role' })
  await admin.user.addRoles(user.id, { roles: [role.id] })
  expect(await admin.user.removeRoles(user.id, { roles: [role.id] })).toMatchObject({ ids: [role.id] })
  expect((await admin.rbacRole.delete(role.id)).deleted).toBe(true)
  expect((await admin.rbacPolicy.delete(policy.id)).object).toBe('rbac_policy')
})

test('a customer verifies their address', async () => {
  const sdk = openSdk(shop.key.token)
  await sdk.auth.register('customer', 'emailpass', { email: 'verify@example.com', password })
  await sdk.auth.verification.request({ entity_id: 'verify@example.com', entity_type: 'email' })
  const { code } = (await shop.told('auth.verification_requested')).at(-1)
  expect(await sdk.auth.verification.confirm({ code })).toMatchObject({ entity_id: 'verify@example.com' })
})
