import { CustomerService } from '@stoa/customer'
import { OrderService } from '@stoa/order'
import { behindLock } from '@stoa/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventsOf, sell } from './sell.ts'
import { type Answer, ok, openShop, type Shop } from './shop.ts'

let shop: Shop
let customers: CustomerService
/** Has an account. */
let grace: string

beforeAll(async () => {
  shop = await openShop()
  customers = shop.modules.resolve(CustomerService)
  grace = await register('grace@example.com')
})

afterAll(() => shop?.stop())

const register = async (email: string): Promise<string> =>
  (await customers.createCustomers({ email, has_account: true })).id

/** An order of a guest, and the guest. */
async function guestsOrder(email = 'ada@example.com') {
  const guest = await customers.findOrCreateGuest(email)
  return { id: await sell(shop, { customer_id: guest.id, email }), guest: guest.id }
}

const post = (id: string, action: string, body?: object, customerId?: string) =>
  shop.store('POST', `/orders/${id}/transfer/${action}`, body, customerId)

/** The token as a subscriber of `order.transfer_requested` finds it. */
async function tokenOf(orderId: string): Promise<string> {
  const [event] = await shop.database.query<{ data: { order_change_id: string } }>(
    `select data from stoa_events.event where name = 'order.transfer_requested' and data ->> 'id' = $1 order by id desc`,
    [orderId],
  )
  const [change] = await shop.modules
    .resolve(OrderService)
    .listOrderChanges({ id: event?.data.order_change_id as string }, { relations: ['actions'] })
  const { token } = (change?.actions?.[0]?.details ?? {}) as { token?: string }
  if (!token) throw new Error(`Nobody asks for order ${orderId}.`)
  return token
}

const ownerOf = async (id: string) => {
  const { customer_id, email } = await shop.modules.resolve(OrderService).retrieveOrder(id)
  return { customer_id, email }
}

const changesOf = async (id: string) => ok(await shop.admin('GET', `/orders/${id}/changes`)).order_changes

test("a guest's order becomes that of the customer who asks for it, once the guest accepts", async () => {
  const { id, guest } = await guestsOrder()
  const asked = ok(await post(id, 'request', { description: 'It was me' }, grace))
  expect(asked.order).toMatchObject({ id, items: [{ title: 'Mug' }] })
  expect(asked.order).not.toHaveProperty('payment_status')
  expect((await ownerOf(id)).customer_id).toBe(guest)
  expect(await changesOf(id)).toMatchObject([
    {
      change_type: 'transfer',
      status: 'requested',
      requested_by: grace,
      description: 'It was me',
      actions: [
        {
          action: 'TRANSFER_CUSTOMER',
          reference: 'customer',
          reference_id: grace,
          applied: false,
          details: { original_email: 'ada@example.com' },
        },
      ],
    },
  ])
  ok(await post(id, 'accept', { token: await tokenOf(id) }))
  expect(await ownerOf(id)).toEqual({ customer_id: grace, email: 'ada@example.com' })
  expect(await changesOf(id)).toMatchObject([
    { status: 'confirmed', confirmed_by: guest, actions: [{ applied: true }] },
  ])
  expect((await shop.store('GET', `/orders/${id}`)).status).toBe(404)
  expect((await shop.store('GET', `/orders/${id}`, undefined, grace)).status).toBe(200)
  expect(await eventsOf(shop, id)).toEqual(['order.transfer_requested', 'order.updated'])
})

test("the new customer's e-mail address becomes the order's where that was asked for", async () => {
  const { id } = await guestsOrder()
  ok(await post(id, 'request', { update_order_email: true }, grace))
  ok(await post(id, 'accept', { token: await tokenOf(id) }))
  expect(await ownerOf(id)).toEqual({ customer_id: grace, email: 'grace@example.com' })
})

test('no route shows the token', async () => {
  const { id } = await guestsOrder()
  const asked = await post(id, 'request', {}, grace)
  const token = await tokenOf(id)
  const shown = JSON.stringify([
    asked.body,
    await changesOf(id),
    (await shop.admin('GET', `/orders/${id}`)).body,
  ])
  expect(token).toMatch(/^[\w-]{43}$/)
  expect(shown).not.toContain(token)
})

test('a token opens its own order only, and nothing once it was used or the transfer taken back', async () => {
  const [one, other] = [await guestsOrder(), await guestsOrder()]
  ok(await post(one.id, 'request', {}, grace))
  ok(await post(other.id, 'request', {}, grace))
  const token = await tokenOf(one.id)
  const refused = { status: 400, body: { type: 'not_allowed' } }
  expect(await post(other.id, 'accept', { token })).toMatchObject(refused)
  expect(await post(one.id, 'accept', { token: 'guess' })).toMatchObject(refused)
  expect(await post(one.id, 'accept', { token: '' })).toMatchObject({ status: 400 })
  ok(await post(one.id, 'decline', { token }))
  expect(await post(one.id, 'accept', { token })).toMatchObject(refused)
  expect((await ownerOf(one.id)).customer_id).toBe(one.guest)
  expect(await changesOf(one.id)).toMatchObject([{ status: 'declined', declined_by: one.guest }])

  const second = await tokenOf(other.id)
  ok(await post(other.id, 'cancel', undefined, grace))
  expect(await post(other.id, 'accept', { token: second })).toMatchObject(refused)
  expect(await changesOf(other.id)).toMatchObject([{ status: 'canceled', canceled_by: grace }])
  ok(await post(other.id, 'request', {}, grace))
  expect(await post(other.id, 'accept', { token: second })).toMatchObject(refused)
  expect((await post('order_none', 'accept', { token })).status).toBe(404)
})

test('a token that is used twice at the same time works once', async () => {
  const { id } = await guestsOrder()
  ok(await post(id, 'request', {}, grace))
  const token = await tokenOf(id)
  const answers = await atOnce(id, [
    () => post(id, 'accept', { token }),
    () => post(id, 'decline', { token }),
    () => post(id, 'accept', { token }),
  ])
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 400, 400])
  expect(await changesOf(id)).toHaveLength(1)
})

test('of transfers that are asked for at the same time one is opened', async () => {
  const { id } = await guestsOrder()
  const others = [await register('one@example.com'), await register('two@example.com')]
  const answers = await atOnce(
    id,
    others.map((customer) => () => post(id, 'request', {}, customer)),
  )
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 400])
  expect(answers.find(({ status }) => status === 400)?.body).toMatchObject({
    type: 'not_allowed',
    message: expect.stringContaining('open change'),
  })
  expect(await changesOf(id)).toHaveLength(1)
  expect(await eventsOf(shop, id)).toEqual(['order.transfer_requested'])
})

/** How calls end that all wait for the order's lock. */
async function atOnce(id: string, calls: (() => Promise<Answer>)[]): Promise<Answer[]> {
  const lock = 'select 1 from stoa_order."order" where id = $1 for update'
  const ends = await behindLock(shop.url, lock, [id], calls)
  return ends.map((end) => (end as PromiseFulfilledResult<Answer>).value)
}

test('only somebody who is signed in asks, for what is a guest’s and not their own', async () => {
  const { id } = await guestsOrder()
  expect((await post(id, 'request', {})).status).toBe(401)
  const mine = await sell(shop, { customer_id: grace })
  expect(await post(mine, 'request', {}, grace)).toMatchObject({
    status: 400,
    body: { type: 'invalid_data' },
  })
  const stranger = await register('stranger@example.com')
  expect((await post(mine, 'request', {}, stranger)).status).toBe(404)
  ok(await post(id, 'request', {}, grace))
  expect((await post(id, 'cancel', undefined, stranger)).status).toBe(404)
  expect((await post(id, 'cancel')).status).toBe(401)
})

test('a shopkeeper asks for a customer, and takes it back', async () => {
  const { id } = await guestsOrder()
  const admin = (action: string, body?: object) => shop.admin('POST', `/orders/${id}/transfer${action}`, body)
  const guest = await customers.findOrCreateGuest('other@example.com')
  expect((await admin('', { customer_id: 'cus_none' })).status).toBe(404)
  expect(await admin('', { customer_id: guest.id })).toMatchObject({
    status: 400,
    body: { message: expect.stringContaining('guest') },
  })
  expect(ok(await admin('', { customer_id: grace, internal_note: 'By phone' })).order.id).toBe(id)
  expect(await changesOf(id)).toMatchObject([{ requested_by: 'user_1', internal_note: 'By phone' }])
  expect((await post(id, 'cancel', undefined, grace)).status).toBe(404)
  ok(await admin('/cancel'))
  expect((await admin('/cancel')).status).toBe(404)
  ok(await admin('', { customer_id: grace }))
  ok(await post(id, 'accept', { token: await tokenOf(id) }))
  expect((await ownerOf(id)).customer_id).toBe(grace)
})

test('a shopkeeper gives an order to a guest at once, but not while somebody else asks for it', async () => {
  const { id } = await guestsOrder()
  const give = (email: string) => shop.admin('POST', `/orders/${id}/transfer/guest`, { email })
  ok(await give('New.Guest@example.com'))
  const now = await ownerOf(id)
  expect(now.email).toBe('new.guest@example.com')
  expect(await customers.retrieveCustomer(now.customer_id as string)).toMatchObject({ has_account: false })
  expect(await changesOf(id)).toMatchObject([{ change_type: 'transfer', status: 'confirmed' }])
  ok(await post(id, 'request', {}, grace))
  expect(await give('ada@example.com')).toMatchObject({ status: 400, body: { type: 'not_allowed' } })
  expect(await ownerOf(id)).toEqual(now)
})
