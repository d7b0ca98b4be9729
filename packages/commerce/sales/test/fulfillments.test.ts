import { FulfillmentService } from '@stoa/fulfillment'
import { InventoryService } from '@stoa/inventory'
import { StoaError } from '@stoa/kernel'
import { behindLock, createGate } from '@stoa/testing'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { cancelFulfillment, createFulfillment } from '../src/index.ts'
import { type Carrier, installCarrier } from './carrier.ts'
import { authorize, installProvider } from './pay.ts'
import { eventsOf, sell } from './sell.ts'
import { ok, openShop, type Shop } from './shop.ts'
import { untilJoined } from './until-joined.ts'
import {
  addOption,
  brokenLevels,
  lineOf,
  openWarehouse,
  order,
  stockOf,
  stockVariant,
  type Warehouse,
} from './warehouse.ts'

let shop: Shop
let warehouse: Warehouse
let carrier: Carrier

beforeAll(async () => {
  shop = await openShop()
  warehouse = await openWarehouse(shop)
})

beforeEach(() => {
  carrier = installCarrier(shop)
})

afterEach(async () => {
  expect(await brokenLevels(warehouse)).toEqual([])
})

afterAll(() => shop?.stop())

const fulfill = (id: string, items: [string, number][], more: object = {}) =>
  shop.admin('POST', `/orders/${id}/fulfillments`, {
    items: items.map(([line, quantity]) => ({ id: line, quantity })),
    ...more,
  })

const read = async (id: string) =>
  ok(await shop.admin('GET', `/orders/${id}?fields=+fulfillments.items.*,+fulfillments.labels.*`)).order

const detailsOf = async (id: string) =>
  (await read(id)).items.map(({ detail }: { detail: Record<string, number> }) => [
    detail.fulfilled_quantity,
    detail.shipped_quantity,
    detail.delivered_quantity,
  ])

test('goods are fulfilled in parts, shipped and delivered, and the status of the order follows', async () => {
  const variant = await stockVariant(warehouse)
  const line = lineOf(variant, 3, { variant_sku: 'MUG-S', variant_barcode: '123' })
  const id = await order(warehouse, [line])
  const [item] = variant.items as [string]
  expect(await stockOf(warehouse, item)).toEqual({ berlin: [10, 3], munich: [10, 0] })

  const answer = ok(await fulfill(id, [[line.id, 2]], { metadata: { box: 7 } })).order
  expect(answer).toMatchObject({ id, items: [{ detail: { fulfilled_quantity: 2 } }] })
  expect(answer).not.toHaveProperty('fulfillments')
  expect(await stockOf(warehouse, item)).toEqual({ berlin: [8, 1], munich: [10, 0] })
  const first = await read(id)
  expect(first).toMatchObject({
    fulfillment_status: 'partially_fulfilled',
    fulfillments: [
      {
        id: expect.stringMatching(/^ful_/),
        location_id: warehouse.berlin,
        provider_id: 'carrier_test',
        shipping_option_id: warehouse.option,
        requires_shipping: true,
        packed_at: expect.any(String),
        shipped_at: null,
        delivered_at: null,
        canceled_at: null,
        created_by: 'user_1',
        metadata: { box: 7 },
        delivery_address: { id: expect.stringMatching(/^fuladdr_/) },
        provider: { id: 'carrier_test' },
        items: [
          {
            title: 'Mug',
            sku: 'MUG-S',
            barcode: '123',
            quantity: 2,
            line_item_id: line.id,
            inventory_item_id: item,
          },
        ],
        labels: [{ tracking_number: 'T1' }],
      },
    ],
  })
  const parcel = first.fulfillments[0].id
  expect(first.fulfillments[0].data).toEqual({ parcel })
  expect(carrier.calls).toEqual(['create 2 Mug by standard'])
  expect(carrier.keys).toEqual([expect.stringMatching(/create parcel$/)])
  expect(carrier.orders).toMatchObject([
    { id, email: 'ada@example.com', shipping_address: { city: 'Berlin' } },
  ])
  const [address] = await shop.modules.resolve(FulfillmentService).listFulfillmentAddresses({
    id: first.fulfillments[0].delivery_address.id,
  })
  expect(address).toMatchObject({ city: 'Berlin', country_code: 'de', first_name: 'Ada' })

  const path = `/orders/${id}/fulfillments/${parcel}`
  const labels = [{ tracking_number: 'T2', tracking_url: 'https://carrier.test/T2', label_url: '' }]
  ok(await shop.admin('POST', `${path}/shipments`, { items: [{ id: line.id, quantity: 2 }], labels }))
  expect(await read(id)).toMatchObject({
    fulfillment_status: 'partially_shipped',
    fulfillments: [
      {
        shipped_at: expect.any(String),
        marked_shipped_by: 'user_1',
        labels: [{ tracking_number: 'T1' }, { tracking_number: 'T2' }],
      },
    ],
  })
  ok(await shop.admin('POST', `${path}/mark-as-delivered`, {}))
  expect(await read(id)).toMatchObject({ fulfillment_status: 'partially_delivered' })
  ok(await fulfill(id, [[line.id, 1]]))
  expect(await detailsOf(id)).toEqual([[3, 2, 2]])
  const second = (await read(id)).fulfillments[1].id
  ok(await shop.admin('POST', `/orders/${id}/fulfillments/${second}/mark-as-delivered`, {}))
  expect(await read(id)).toMatchObject({ fulfillment_status: 'delivered' })
  expect(await detailsOf(id)).toEqual([[3, 2, 3]])
  expect(await stockOf(warehouse, item)).toEqual({ berlin: [7, 0], munich: [10, 0] })
  expect(await eventsOf(shop, id)).toEqual(['order.fulfillment_created', 'order.fulfillment_created'])
  expect(await eventsOf(shop, parcel)).toEqual(['shipment.created', 'delivery.created'])
})

test('a buyer sees how far the order has come, and the parcels', async () => {
  const line = lineOf(await stockVariant(warehouse), 1)
  const id = await order(warehouse, [line])
  ok(await fulfill(id, [[line.id, 1]]))
  expect(ok(await shop.store('GET', `/orders/${id}`)).order).toMatchObject({
    fulfillment_status: 'fulfilled',
    fulfillments: [{ id: expect.any(String), shipped_at: null }],
  })
})

test('a canceled fulfillment gives its goods back and promises them to the order again', async () => {
  const variant = await stockVariant(warehouse)
  const line = lineOf(variant, 3)
  const id = await order(warehouse, [line])
  const [item] = variant.items as [string]
  ok(await fulfill(id, [[line.id, 2]]))
  const parcel = (await read(id)).fulfillments[0].id
  const cancel = () =>
    shop.admin('POST', `/orders/${id}/fulfillments/${parcel}/cancel`, { no_notification: true })
  ok(await cancel())
  expect(carrier.calls).toEqual(['create 2 Mug by standard', `cancel ${parcel}`])
  expect(await stockOf(warehouse, item)).toEqual({ berlin: [10, 3], munich: [10, 0] })
  expect(await read(id)).toMatchObject({
    fulfillment_status: 'not_fulfilled',
    fulfillments: [{ canceled_at: expect.any(String) }],
  })
  expect(await detailsOf(id)).toEqual([[0, 0, 0]])
  expect(await cancel()).toMatchObject({ status: 400, body: { type: 'invalid_data' } })
  for (const [what, body] of [
    ['shipments', { items: [{ id: line.id, quantity: 1 }] }],
    ['mark-as-delivered', {}],
  ] as const) {
    expect(await shop.admin('POST', `/orders/${id}/fulfillments/${parcel}/${what}`, body)).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('has been canceled') },
    })
  }
  const [told] = await shop.database.query<{ data: object }>(
    `select data from stoa_events.event where name = 'order.fulfillment_canceled' and data ->> 'id' = $1`,
    [id],
  )
  expect(told?.data).toEqual({ id, order_id: id, fulfillment_id: parcel, no_notification: true })
  ok(await fulfill(id, [[line.id, 3]]))
  expect(await stockOf(warehouse, item)).toEqual({ berlin: [7, 0], munich: [10, 0] })
})

test('what is fulfilled twice at the same time is fulfilled once', async () => {
  const variant = await stockVariant(warehouse)
  const line = lineOf(variant, 3)
  const id = await order(warehouse, [line])
  const twice = () => fulfill(id, [[line.id, 2]])
  const ends = await behindLock(
    shop.url,
    'select 1 from stoa_order."order" where id = $1 for update',
    [id],
    [twice, twice],
  )
  const answers = ends.map((end) => (end as PromiseFulfilledResult<any>).value)
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 400])
  expect(answers.find(({ status }) => status === 400).body).toEqual({
    type: 'invalid_data',
    message: expect.stringContaining(`1 of item ${line.id}, not 2, can be fulfilled`),
  })
  expect(await detailsOf(id)).toEqual([[2, 0, 0]])
  expect(await stockOf(warehouse, variant.items[0] as string)).toEqual({ berlin: [8, 1], munich: [10, 0] })
  expect(carrier.calls).toHaveLength(1)
})

test('a fulfillment that is canceled twice, or shipped while it is canceled, is canceled once', async () => {
  const variant = await stockVariant(warehouse)
  const line = lineOf(variant, 2)
  const id = await order(warehouse, [line])
  ok(await fulfill(id, [[line.id, 2]]))
  const parcel = (await read(id)).fulfillments[0].id
  const gate = createGate('the carrier is slow')
  carrier.before = () => gate.pass()
  const cancel = () => shop.admin('POST', `/orders/${id}/fulfillments/${parcel}/cancel`, {})
  const first = cancel()
  await gate.reached
  expect(
    await shop.admin('POST', `/orders/${id}/fulfillments/${parcel}/shipments`, {
      items: [{ id: line.id, quantity: 2 }],
    }),
  ).toMatchObject({ status: 400, body: { type: 'invalid_data' } })
  const second = cancel()
  await untilJoined(shop, `${id} ${parcel}`)
  gate.open()
  expect([(await first).status, (await second).status]).toEqual([200, 200])
  expect(carrier.calls.slice(1)).toEqual([`cancel ${parcel}`])
  expect(await stockOf(warehouse, variant.items[0] as string)).toEqual({ berlin: [10, 2], munich: [10, 0] })
  expect(await detailsOf(id)).toEqual([[0, 0, 0]])
})

test('where the carrier refuses, nothing is fulfilled, no goods leave the stock, and it can be tried again', async () => {
  const variant = await stockVariant(warehouse)
  const [item] = variant.items as [string]
  const line = lineOf(variant, 2)
  const id = await order(warehouse, [line])
  // One of the two is promised in Munich.
  const inventory = shop.modules.resolve(InventoryService)
  const [reservation] = await inventory.listReservationItems({ line_item_id: line.id })
  await inventory.updateReservationItems([{ id: reservation?.id as string, quantity: 1 }])
  await inventory.reserve([
    { line_item_id: line.id, inventory_item_id: item, location_ids: [warehouse.munich], quantity: 1 },
  ])
  carrier.before = async (what) => {
    if (what === 'create') throw new StoaError('not_allowed', 'No parcels today.')
  }
  expect(await fulfill(id, [[line.id, 2]])).toMatchObject({
    status: 400,
    body: { message: 'No parcels today.' },
  })
  expect(carrier.calls).toEqual([expect.stringMatching(/^cancel what was made with .*create parcel$/)])
  expect(await stockOf(warehouse, item)).toEqual({ berlin: [10, 1], munich: [10, 1] })
  expect(await read(id)).toMatchObject({ fulfillment_status: 'not_fulfilled', fulfillments: [] })
  expect(await eventsOf(shop, id)).toEqual([])
  carrier.before = async () => {}
  ok(await fulfill(id, [[line.id, 2]]))
  expect(await stockOf(warehouse, item)).toEqual({ berlin: [8, 0], munich: [10, 0] })

  const parcel = (await read(id)).fulfillments[0].id
  carrier.before = async () => {
    throw new StoaError('not_allowed', 'It was picked up.')
  }
  const cancel = () => shop.admin('POST', `/orders/${id}/fulfillments/${parcel}/cancel`, {})
  expect(await cancel()).toMatchObject({ status: 400, body: { message: 'It was picked up.' } })
  expect(await read(id)).toMatchObject({
    fulfillment_status: 'fulfilled',
    fulfillments: [{ canceled_at: null }],
  })
  expect(await stockOf(warehouse, item)).toEqual({ berlin: [8, 0], munich: [10, 0] })
  carrier.before = async () => {}
  ok(await cancel())
})

test('what fails halfway leaves nothing behind: the parcel is called off, and the goods are back', async () => {
  const variant = await stockVariant(warehouse)
  const line = lineOf(variant, 2)
  const id = await order(warehouse, [line])
  const unhook = createFulfillment.after('record fulfillment', ({ input }) => {
    throw new StoaError('not_allowed', `No ${input.additional_data?.reason}.`)
  })
  const answer = await fulfill(id, [[line.id, 2]], { additional_data: { reason: 'luck' } }).finally(unhook)
  expect(answer).toMatchObject({ status: 400, body: { message: 'No luck.' } })
  expect(carrier.calls).toEqual(['create 2 Mug by standard', expect.stringMatching(/^cancel ful_/)])
  expect(await stockOf(warehouse, variant.items[0] as string)).toEqual({ berlin: [10, 2], munich: [10, 0] })
  expect(await read(id)).toMatchObject({ fulfillment_status: 'not_fulfilled', fulfillments: [] })
  expect(await eventsOf(shop, id)).toEqual([])

  ok(await fulfill(id, [[line.id, 2]]))
  const parcel = (await read(id)).fulfillments[0].id
  const cancel = () => shop.admin('POST', `/orders/${id}/fulfillments/${parcel}/cancel`, {})
  const unhookAgain = cancelFulfillment.before('give items back', () => {
    throw new StoaError('not_allowed', 'Not yet.')
  })
  expect(await cancel().finally(unhookAgain)).toMatchObject({ status: 400, body: { message: 'Not yet.' } })
  expect(await read(id)).toMatchObject({
    fulfillment_status: 'fulfilled',
    fulfillments: [{ canceled_at: null }],
  })
  ok(await cancel())
  expect(await stockOf(warehouse, variant.items[0] as string)).toEqual({ berlin: [10, 2], munich: [10, 0] })
})

test('goods leave the location that is named, and what was reserved elsewhere is free again', async () => {
  const variant = await stockVariant(warehouse)
  const line = lineOf(variant, 2)
  const id = await order(warehouse, [line])
  ok(await fulfill(id, [[line.id, 2]], { location_id: warehouse.munich }))
  expect(await stockOf(warehouse, variant.items[0] as string)).toEqual({ berlin: [10, 0], munich: [8, 0] })
  expect((await read(id)).fulfillments[0].location_id).toBe(warehouse.munich)
})

test('goods that are promised to others, or not there, do not leave', async () => {
  const variant = await stockVariant(warehouse)
  const [item] = variant.items as [string]
  const inventory = shop.modules.resolve(InventoryService)
  const line = lineOf(variant, 2)
  const id = await order(warehouse, [line])
  await inventory.reserve([
    { line_item_id: 'other', inventory_item_id: item, location_ids: [warehouse.munich], quantity: 9 },
  ])
  const elsewhere = () => fulfill(id, [[line.id, 2]], { location_id: warehouse.munich })
  const refusal = { status: 400, body: { type: 'not_allowed', code: 'insufficient_inventory' } }
  expect(await elsewhere()).toMatchObject(refusal)
  await inventory.changeLevels([
    { inventory_item_id: item, location_id: warehouse.berlin, stocked_quantity: 1 },
  ])
  expect(await fulfill(id, [[line.id, 2]])).toMatchObject(refusal)
  expect(await stockOf(warehouse, item)).toEqual({ berlin: [1, 2], munich: [10, 9] })
  expect(await detailsOf(id)).toEqual([[0, 0, 0]])
  expect(carrier.calls).toEqual([])
})

test('a kit takes all its parts, and a variant that may be backordered more than there is', async () => {
  const kit = await stockVariant(warehouse, { required: [1, 3] })
  const line = lineOf(kit, 2)
  const id = await order(warehouse, [line])
  ok(await fulfill(id, [[line.id, 1]]))
  const [one, three] = kit.items as [string, string]
  expect(await stockOf(warehouse, one)).toMatchObject({ berlin: [9, 1] })
  expect(await stockOf(warehouse, three)).toMatchObject({ berlin: [7, 3] })
  const parcel = (await read(id)).fulfillments[0]
  expect(parcel.items.map(({ quantity }: { quantity: number }) => quantity).sort()).toEqual([1, 3])
  ok(await shop.admin('POST', `/orders/${id}/fulfillments/${parcel.id}/mark-as-delivered`, {}))
  expect(await detailsOf(id)).toEqual([[1, 0, 1]])

  const late = await stockVariant(warehouse, { allow_backorder: true })
  await shop.modules
    .resolve(InventoryService)
    .changeLevels([
      { inventory_item_id: late.items[0] as string, location_id: warehouse.berlin, stocked_quantity: 0 },
    ])
  const other = lineOf(late, 1)
  const waiting = await sell(shop, { sales_channel_id: warehouse.channel }, { items: [other] })
  ok(await fulfill(waiting, [[other.id, 1]], { shipping_option_id: warehouse.option }))
  expect(await stockOf(warehouse, late.items[0] as string)).toMatchObject({ berlin: [-1, 0] })
})

test('what is promised to a line whose variant is gone leaves with it', async () => {
  const variant = await stockVariant(warehouse)
  const line = lineOf(variant, 2)
  const id = await order(warehouse, [line])
  await shop.database.query('delete from stoa_link.product_variant_inventory_item where variant_id = $1', [
    variant.id,
  ])
  ok(await fulfill(id, [[line.id, 1]]))
  expect(await stockOf(warehouse, variant.items[0] as string)).toMatchObject({ berlin: [9, 1] })
})

test('the shipping profile of the goods has to be that of the shipping option', async () => {
  const fulfillment = shop.modules.resolve(FulfillmentService)
  const { id: heavy } = await fulfillment.createShippingProfiles({ name: 'Heavy', type: 'heavy' })
  const light = lineOf(await stockVariant(warehouse), 1)
  const anvil = lineOf(await stockVariant(warehouse, { shipping_profile: heavy }), 1)
  const id = await order(warehouse, [light, anvil])
  expect(
    await fulfill(id, [
      [light.id, 1],
      [anvil.id, 1],
    ]),
  ).toMatchObject({
    status: 400,
    body: {
      type: 'invalid_data',
      message: expect.stringContaining(
        `Shipping profile ${warehouse.profile} does not match the shipping profile of the order item ${anvil.id}`,
      ),
    },
  })
  const freight = await addOption({ ...warehouse, profile: heavy }, { is_return: 'false' })
  ok(await fulfill(id, [[light.id, 1]]))
  ok(await fulfill(id, [[anvil.id, 1]], { shipping_option_id: freight }))
  expect((await read(id)).fulfillment_status).toBe('fulfilled')
})

test('what needs no shipping is sent by nobody, and not in a parcel with what does', async () => {
  const mug = lineOf(await stockVariant(warehouse), 1)
  const song = lineOf(undefined, 1, { title: 'Song', requires_shipping: false })
  const id = await order(warehouse, [mug, song])
  expect(
    await fulfill(id, [
      [mug.id, 1],
      [song.id, 1],
    ]),
  ).toMatchObject({
    status: 400,
    body: { type: 'invalid_data', message: expect.stringContaining('Fulfill them apart') },
  })
  expect(await fulfill(id, [[song.id, 1]])).toMatchObject({
    status: 400,
    body: { type: 'invalid_data', message: expect.stringContaining('location_id') },
  })
  ok(await fulfill(id, [[song.id, 1]], { location_id: warehouse.berlin }))
  expect((await read(id)).fulfillments).toMatchObject([
    {
      requires_shipping: false,
      provider_id: null,
      shipping_option_id: null,
      items: [{ title: 'Song', inventory_item_id: null }],
    },
  ])
  expect(carrier.calls).toEqual([])
})

test('a shipment has no more in it than its fulfillment, and may go in parts', async () => {
  const line = lineOf(await stockVariant(warehouse), 4)
  const id = await order(warehouse, [line])
  ok(await fulfill(id, [[line.id, 2]]))
  ok(await fulfill(id, [[line.id, 2]]))
  const [first, second] = (await read(id)).fulfillments
  const ship = (parcel: string, quantity: number) =>
    shop.admin('POST', `/orders/${id}/fulfillments/${parcel}/shipments`, {
      items: [{ id: line.id, quantity }],
    })
  expect(await ship(first.id, 3)).toMatchObject({
    status: 400,
    body: { type: 'invalid_data', message: expect.stringContaining('2 of item') },
  })
  expect((await read(id)).fulfillments[0].shipped_at).toBeNull()
  ok(await ship(first.id, 1))
  ok(await ship(first.id, 1))
  expect(await ship(first.id, 1)).toMatchObject({ status: 400 })
  expect(await detailsOf(id)).toEqual([[4, 2, 0]])
  expect(await shop.admin('POST', `/orders/${id}/fulfillments/${first.id}/cancel`, {})).toMatchObject({
    status: 400,
    body: { type: 'not_allowed', message: expect.stringContaining('shipped') },
  })
  // Of the second only one goes off, and only that one can arrive.
  ok(await ship(second.id, 1))
  const deliver = (parcel: string) =>
    shop.admin('POST', `/orders/${id}/fulfillments/${parcel}/mark-as-delivered`, {})
  ok(await deliver(second.id))
  expect(await detailsOf(id)).toEqual([[4, 3, 1]])
  expect(await deliver(second.id)).toMatchObject({ status: 400, body: { type: 'not_allowed' } })
})

test('what is wrong is refused by name, and nothing is written', async () => {
  const variant = await stockVariant(warehouse)
  const line = lineOf(variant, 2)
  const id = await order(warehouse, [line])
  const other = await order(warehouse, [lineOf(await stockVariant(warehouse), 1)])
  for (const [items, more, status, text] of [
    [[[line.id, 3]], {}, 400, '2 of item'],
    [
      [
        [line.id, 1],
        [line.id, 2],
      ],
      {},
      400,
      '2 of item',
    ],
    [[['ordli_none', 1]], {}, 400, 'has no item ordli_none'],
    [[[line.id, 0]], {}, 400, 'quantity'],
    [[], {}, 400, 'items'],
    [[[line.id, 1]], { location_id: 'sloc_none' }, 404, 'sloc_none'],
    [[[line.id, 1]], { shipping_option_id: 'so_none' }, 404, 'so_none'],
    [[[line.id, 1]], { delivery_address: { street: 'x' } }, 400, 'delivery_address'],
  ] as [[string, number][], object, number, string][]) {
    const answer = await fulfill(id, items, more)
    expect(answer, text).toMatchObject({ status, body: { message: expect.stringContaining(text) } })
  }
  expect((await fulfill('order_none', [[line.id, 1]])).status).toBe(404)
  expect(await stockOf(warehouse, variant.items[0] as string)).toEqual({ berlin: [10, 2], munich: [10, 0] })
  expect((await read(id)).fulfillments).toEqual([])
  ok(await fulfill(id, [[line.id, 1]]))
  const parcel = (await read(id)).fulfillments[0].id
  for (const [what, body] of [
    ['cancel', {}],
    ['shipments', { items: [{ id: line.id, quantity: 1 }] }],
    ['mark-as-delivered', {}],
  ] as const) {
    expect(
      (await shop.admin('POST', `/orders/${other}/fulfillments/${parcel}/${what}`, body)).status,
      what,
    ).toBe(404)
  }
})

test('an order with fulfilled items cannot be canceled, and a canceled one not be fulfilled', async () => {
  const variant = await stockVariant(warehouse)
  const line = lineOf(variant, 1)
  const id = await order(warehouse, [line])
  ok(await fulfill(id, [[line.id, 1]]))
  const cancel = () => shop.admin('POST', `/orders/${id}/cancel`)
  expect(await cancel()).toMatchObject({ status: 400, body: { type: 'not_allowed' } })
  const parcel = (await read(id)).fulfillments[0].id
  ok(await shop.admin('POST', `/orders/${id}/fulfillments/${parcel}/cancel`, {}))
  ok(await cancel())
  expect(await stockOf(warehouse, variant.items[0] as string)).toEqual({ berlin: [10, 0], munich: [10, 0] })
  expect(await fulfill(id, [[line.id, 1]])).toMatchObject({
    status: 400,
    body: { type: 'invalid_data', message: expect.stringContaining('has been canceled') },
  })
})

test('nothing is sent of an order whose money is being given back', async () => {
  const provider = installProvider(shop)
  const line = lineOf(await stockVariant(warehouse), 1)
  const id = await order(warehouse, [line])
  await authorize(shop, id, 22)
  const gate = createGate('the payment provider is slow')
  provider.before = () => gate.pass()
  const canceling = shop.admin('POST', `/orders/${id}/cancel`)
  await gate.reached
  expect(await fulfill(id, [[line.id, 1]])).toMatchObject({ status: 409, body: { type: 'conflict' } })
  gate.open()
  ok(await canceling)
  expect(carrier.calls).toEqual([])
})
