import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLinks, dismissLinks } from '../src/index.ts'
import { plantOrder, plantStall } from './fixtures/market.ts'
import { type Market, startMarket } from './fixtures/start-market.ts'

let market: Market
beforeAll(async () => {
  market = await startMarket()
})
afterAll(() => market?.stop())

const aster = (fields: string[], options: object = {}) =>
  market.query.retrieve('plant', 'plant_a', { fields, ...options })

test('a star gives every column in the form of the wire, and nothing hidden', async () => {
  expect(await aster(['*'])).toEqual({
    id: 'plant_a',
    name: 'Aster',
    latin: 'Aster amellus',
    height: 40,
    price: 0.3,
    raw_price: { value: '0.3', precision: 20 },
    hardy: true,
    sown_at: '2026-03-01T10:20:30.450Z',
    metadata: { tags: ['bee', 'dry'], zone: 5 },
    bed_id: 'bed_1',
    created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    updated_at: expect.any(String),
    deleted_at: null,
  })
})

test('the primary key is always there, and only what was asked for beside it', async () => {
  expect(await aster(['name'])).toEqual({ id: 'plant_a', name: 'Aster' })
  expect(await aster([])).toEqual({ id: 'plant_a' })
})

test('an amount keeps its digits in its raw twin, and a missing one is null', async () => {
  const rows = await market.query.list('plant', { fields: ['price', 'raw_price'] })
  expect(rows.map(({ raw_price }) => raw_price)).toEqual([
    { value: '0.3', precision: 20 },
    { value: '12345678901234567890.1', precision: 20 },
    null,
  ])
  expect(await market.query.firstText('plant', { fields: ['price'], filters: { id: 'plant_b' } })).toContain(
    '"price":12345678901234567890.1}',
  )
})

test('to one, to many in their order, and many to many both ways', async () => {
  expect(await aster(['bed.name', 'leaves.position', 'colours.value', 'colours.plants.name'])).toEqual({
    id: 'plant_a',
    bed: { id: 'bed_1', name: 'North' },
    leaves: [
      { id: 'leaf_1', position: 1 },
      { id: 'leaf_2', position: 2 },
    ],
    colours: [
      {
        id: 'col_r',
        value: 'red',
        plants: [
          { id: 'plant_a', name: 'Aster' },
          { id: 'plant_b', name: 'Begonia' },
        ],
      },
      { id: 'col_w', value: 'white', plants: [{ id: 'plant_a', name: 'Aster' }] },
    ],
  })
  expect(await market.query.retrieve('plant', 'plant_c', { fields: ['bed.name', 'leaves.id'] })).toEqual({
    id: 'plant_c',
    bed: null,
    leaves: [],
  })
})

test('a relation by its bare name stands for all its columns, unless others say which', async () => {
  const all = await aster(['bed'])
  expect(Object.keys(all.bed)).toEqual(expect.arrayContaining(['name', 'note', 'created_at', 'sign']))
  expect((await aster(['*bed'])).bed).toEqual(all.bed)
  expect((await aster(['bed.*'])).bed).toEqual(all.bed)
  expect((await aster(['bed', 'bed.name'])).bed).toEqual({ id: 'bed_1', name: 'North' })
})

test('links show the other module’s rows from both sides, and the link’s own row', async () => {
  expect(await aster(['stalls.name', 'order_rows.quantity', 'order_rows.stall.name'])).toEqual({
    id: 'plant_a',
    stalls: [
      { id: 'stall_n', name: 'North gate' },
      { id: 'stall_s', name: 'South gate' },
    ],
    order_rows: [{ stall_id: 'stall_n', quantity: 12, stall: { id: 'stall_n', name: 'North gate' } }],
  })
  expect(await market.query.retrieve('stall', 'stall_s', { fields: ['plants.name'] })).toMatchObject({
    plants: [{ name: 'Aster' }, { name: 'Begonia' }],
  })
})

test('linking again changes the link’s columns; dismissing parts', async () => {
  const rows = [{ plant_id: 'plant_c', stall_id: 'stall_n', quantity: 1 }]
  const orders = () => market.query.retrieve('plant', 'plant_c', { fields: ['order_rows.quantity'] })
  await createLinks(market.database, plantOrder, rows)
  await createLinks(market.database, plantOrder, [{ ...rows[0], quantity: 3 }])
  expect((await orders()).order_rows).toMatchObject([{ quantity: 3 }])
  await dismissLinks(market.database, plantOrder, { plant_id: ['plant_c'], stall_id: 'stall_s' })
  expect((await orders()).order_rows).toHaveLength(1)
  await dismissLinks(market.database, plantOrder, { plant_id: 'plant_c' })
  expect((await orders()).order_rows).toEqual([])
})

test('two links whose rows say different columns each keep the default for what they leave out', async () => {
  await createLinks(market.database, plantOrder, [
    { plant_id: 'plant_b', stall_id: 'stall_n', quantity: 7 },
    { plant_id: 'plant_b', stall_id: 'stall_s' },
  ])
  const { order_rows } = await market.query.retrieve('plant', 'plant_b', { fields: ['order_rows.*'] })
  expect(order_rows.map(({ quantity }: { quantity: number }) => quantity).toSorted()).toEqual([1, 7])
  await dismissLinks(market.database, plantOrder, { plant_id: 'plant_b' })
})

test('dismissing without a condition parts nothing', async () => {
  await expect(dismissLinks(market.database, plantStall, {})).rejects.toMatchObject({ type: 'invalid_data' })
  expect((await aster(['stalls.id'])).stalls).toHaveLength(2)
})

test('a relation by hand, with what exists only on this way', async () => {
  expect(await aster(['wide_leaves.*', 'wide_leaves.bed.name'])).toMatchObject({
    wide_leaves: [{ id: 'leaf_2', width: 60, in_millimetres: true, bed: { name: 'North' } }],
  })
  await expect(market.query.list('leaf_sample', { fields: ['in_millimetres'] })).rejects.toThrow('not valid')
  await expect(market.query.list('leaf_sample', { fields: ['bed.name'] })).rejects.toThrow('not valid')
})

test('a field computed by PostgreSQL hears of the context, and is not in the star', async () => {
  expect(await aster(['height_in'])).toEqual({ id: 'plant_a', height_in: 40 })
  expect(await aster(['height_in'], { context: { unit: 'inch' } })).toEqual({
    id: 'plant_a',
    height_in: 15.7,
  })
  expect(await aster(['*'])).not.toHaveProperty('height_in')
})

test('a value computed in code takes along what it reads, and leaves it out of the answer', async () => {
  expect(await aster(['leaf_area'])).toEqual({ id: 'plant_a', leaf_area: 8 })
  expect(await aster(['leaves.share'])).toEqual({
    id: 'plant_a',
    leaves: [
      { id: 'leaf_1', share: 0.25 },
      { id: 'leaf_2', share: 0.75 },
    ],
  })
  expect(await aster(['leaf_area', 'leaves.position'])).toEqual({
    id: 'plant_a',
    leaf_area: 8,
    leaves: [
      { id: 'leaf_1', position: 1 },
      { id: 'leaf_2', position: 2 },
    ],
  })
})

test('what a star does not give is left out again, though a computed value needed it', async () => {
  const plant = await aster(['*', 'label'])
  expect(plant).toMatchObject({ name: 'Aster', label: '40 high' })
  expect(plant).not.toHaveProperty('height_in')
})

test('computed values come on nested rows, in stars where they say so, and in texts', async () => {
  expect(await aster(['bed.sign'], { context: { mark: '?' } })).toEqual({
    id: 'plant_a',
    bed: { id: 'bed_1', sign: 'North?' },
  })
  const text = await market.query.listText('bed', { key: 'beds', fields: ['sign'], limit: 1 })
  expect(JSON.parse(text)).toEqual({ beds: [{ id: 'bed_1', sign: 'North!' }], count: 2, offset: 0, limit: 1 })
  expect(JSON.parse(await market.query.retrieveText('bed', 'bed_2', { fields: ['sign', 'name'] }))).toEqual({
    id: 'bed_2',
    name: 'South_East',
    sign: 'South_East!',
  })
  const deep = await market.query.retrieve('colour', 'col_w', {
    fields: ['plants.leaf_area', 'plants.bed.sign'],
  })
  expect(deep.plants).toEqual([{ id: 'plant_a', leaf_area: 8, bed: { id: 'bed_1', sign: 'North!' } }])
})

test('whatever is selected, it is one statement', async () => {
  const everything = [
    '*',
    '*bed',
    'leaves.*',
    'colours.plants.stalls.name',
    'stalls.plants.leaf_area',
    'order_rows.stall.name',
    'wide_leaves.*',
    'height_in',
  ]
  for (const fields of [['id'], everything]) {
    const page = () =>
      market.query.listText('plant', {
        key: 'plants',
        fields,
        limit: 2,
        filters: { stalls: { name: { $like: '%gate' } } },
      })
    expect(await market.statementsOf(page)).toHaveLength(1)
    expect(await market.statementsOf(() => aster(fields))).toHaveLength(1)
  }
  expect(await market.statementsOf(() => market.query.count('plant'))).toHaveLength(1)
})

test('a statement that comes again is prepared, and answers the same', async () => {
  const ask = () => market.query.list('plant', { fields: ['name', 'latin'], filters: { height: 20 } })
  const answers = [await ask(), await ask(), await ask()]
  expect(answers[0]).toHaveLength(2)
  expect(answers[1]).toEqual(answers[0])
  expect(answers[2]).toEqual(answers[0])
  expect((await market.statementsOf(ask))[0]).toMatch(/^\/\*stoa q_/)
})

test('a query inside a transaction sees what was written in it', async () => {
  const failed = market.modules.transaction(async () => {
    await market.garden.updatePlants({ id: 'plant_a', name: 'Other' })
    expect(await aster(['name'])).toMatchObject({ name: 'Other' })
    throw new Error('undo')
  })
  await expect(failed).rejects.toThrow('undo')
  expect(await aster(['name'])).toMatchObject({ name: 'Aster' })
})

test('soft-deleted rows vanish at every level, and come with with_deleted', async () => {
  await market.modules.transaction(async () => {
    await market.garden.softDeleteBeds('bed_1')
    await market.garden.softDeleteLeafSamples('leaf_1')
    await market.garden.softDeleteColours('col_w')
    await market.market.softDeleteStalls('stall_n')
    await market.garden.softDeletePlants('plant_b')
  })
  const fields = ['bed.id', 'leaves.id', 'colours.plants.id', 'stalls.id']
  expect(await aster(fields)).toEqual({
    id: 'plant_a',
    bed: null,
    leaves: [{ id: 'leaf_2' }],
    colours: [{ id: 'col_r', plants: [{ id: 'plant_a' }] }],
    stalls: [{ id: 'stall_s' }],
  })
  expect(await market.query.count('plant')).toBe(2)
  expect(await market.query.list('plant', { filters: { stalls: 'stall_n' } })).toEqual([])
  await expect(market.query.retrieve('plant', 'plant_b')).rejects.toMatchObject({
    type: 'not_found',
    message: 'Plant with id: plant_b was not found',
  })

  const all = await aster(fields, { with_deleted: true })
  expect([all.bed, all.leaves.length, all.colours.length, all.stalls.length]).toEqual([
    { id: 'bed_1' },
    2,
    2,
    2,
  ])
  expect(all.colours[0].plants).toHaveLength(2)
  expect(await market.query.count('plant', { with_deleted: true })).toBe(3)
  await market.modules.transaction(async () => {
    await market.garden.restoreBeds('bed_1')
    await market.garden.restoreLeafSamples('leaf_1')
    await market.garden.restoreColours('col_w')
    await market.market.restoreStalls('stall_n')
    await market.garden.restorePlants('plant_b')
  })
})

test.each([
  'nothing',
  'bed.nothing',
  'name.length',
  'leaves.plant.nothing',
  'secret',
  'raw_name',
  'raw_secret',
  'search_document',
  '*secret',
  'name" from pg_user --',
  "name'; drop table stoa_garden.plant; --",
  'constructor',
  '__proto__',
  '',
])('the field %j is refused by name', async (field) => {
  await expect(aster([field])).rejects.toMatchObject({
    type: 'invalid_data',
    message: `Requested fields [${field}] are not valid.`,
  })
})

test('depth and number of fields have limits', async () => {
  const deep = `${'colours.plants.'.repeat(5)}name`
  await expect(aster([deep])).rejects.toMatchObject({
    type: 'invalid_data',
    message: expect.stringContaining('8 levels'),
  })
  await expect(aster(Array.from({ length: 401 }, () => 'name'))).rejects.toThrow('At most 400 fields')
})

test('an entity nobody brought is named', async () => {
  await expect(market.query.list('tree')).rejects.toThrow(
    'There is no entity tree. Start the module that brings it.',
  )
})

test('a stream gives every row that fits once, page by page, whatever comes in between', async () => {
  const options = { fields: ['name'], filters: { height: { $ne: null } } }
  const all = await market.query.list('plant', options)
  expect(all.length).toBeGreaterThan(2)
  for (const page of [1, 2, all.length, all.length + 1]) {
    let statements = 0
    const stop = market.modules.database.onStatement(() => statements++)
    const rows: unknown[] = []
    for await (const row of market.query.stream('plant', { ...options, page })) rows.push(row)
    stop()
    expect(rows).toEqual(all)
    expect(statements).toBe(Math.floor(all.length / page) + 1)
  }
})
