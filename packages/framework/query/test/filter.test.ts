import { BigNumber } from '@stoa/kernel'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Filters, OrderBy } from '../src/index.ts'
import { type Market, startMarket } from './fixtures/start-market.ts'

let market: Market
beforeAll(async () => {
  market = await startMarket()
})
afterAll(() => market?.stop())

/** The letters of the plants found: a is in bed 1, b in bed 2, c in none and without most values. */
async function found(filters: Filters, options: object = {}) {
  const rows = await market.query.list('plant', { fields: ['id'], filters, ...options })
  return rows.map(({ id }) => id.slice(-1)).join('')
}

test.each<[Filters, string]>([
  [{}, 'abc'],
  [{ name: 'Aster' }, 'a'],
  [{ name: ['Aster', 'Begonia'] }, 'ab'],
  [{ name: [] }, ''],
  [{ name: undefined }, 'abc'],
  [{ height: { $eq: 40 } }, 'a'],
  [{ height: { $ne: 40 } }, 'bc'],
  [{ latin: { $ne: 'Aster amellus' } }, 'bc'],
  [{ height: { $in: [40, '20'] } }, 'abc'],
  [{ height: { $nin: [20] } }, 'a'],
  [{ latin: { $nin: ['Aster amellus'] } }, 'bc'],
  [{ height: { $gt: 20 } }, 'a'],
  [{ height: { $gte: 20, $lt: 40 } }, 'bc'],
  [{ height: { $lte: '20' } }, 'bc'],
  [{ height: { $gt: undefined } }, 'abc'],
  [{ name: { $like: 'A%' } }, 'a'],
  [{ name: { $ilike: '%ER' } }, 'a'],
  [{ price: { $gt: '0.3' } }, 'b'],
  [{ price: '12345678901234567890.1' }, 'b'],
  [{ price: BigNumber('0.3') }, 'a'],
  [{ hardy: true }, 'a'],
  [{ hardy: 'false' }, 'bc'],
  [{ sown_at: { $lt: '2026-03-15' } }, 'a'],
  [{ sown_at: new Date('2026-04-01T00:00:00Z') }, 'b'],
  [{ metadata: { $contains: { zone: 5 } } }, 'a'],
  [{ metadata: { $contains: { tags: ['wet'] } } }, 'b'],
  [{ metadata: { $overlap: ['zone', 'other'] } }, 'a'],
  // null
  [{ latin: null }, 'bc'],
  [{ latin: { $eq: null } }, 'bc'],
  [{ latin: { $ne: null } }, 'a'],
  [{ latin: ['Aster amellus', null] }, 'abc'],
  [{ latin: { $nin: [null] } }, 'a'],
  [{ bed: null }, 'c'],
  [{ bed_id: null }, 'c'],
  [{ leaves: null }, 'bc'],
  // joints
  [{ $and: [{ height: 20 }, { hardy: false }] }, 'bc'],
  [{ $or: [{ name: 'Aster' }, { bed: null }] }, 'ac'],
  [{ $or: [] }, 'abc'],
  [{ $not: { latin: 'Aster amellus' } }, 'bc'],
  [{ $not: {} }, ''],
  [{ height: { $not: { $gt: 20 } } }, 'bc'],
  [{ height: { $not: {} } }, ''],
  [{ height: { $or: [{ $gt: 30 }, { $lt: 10 }] } }, 'a'],
  [{ height: { $and: [{ $gt: 10 }, { $lt: 30 }] } }, 'bc'],
  [{ $or: { 0: { name: 'Aster' }, 1: { name: 'Begonia' } } }, 'ab'],
  // through relations
  [{ bed: 'bed_1' }, 'a'],
  [{ bed: ['bed_1', 'bed_2'] }, 'ab'],
  [{ bed: { name: { $like: 'South%' } } }, 'b'],
  [{ leaves: { width: { $gt: 5 }, position: 2 } }, 'a'],
  [{ leaves: { width: { $gt: 5 }, position: 1 } }, ''],
  [{ wide_leaves: { width: 60 } }, 'a'],
  [{ wide_leaves: { bed: { name: 'North' } } }, 'a'],
  [{ colours: { value: 'white' } }, 'a'],
  [{ colours: { plants: { name: 'Aster' } } }, 'ab'],
  [{ stalls: { name: 'South gate' } }, 'ab'],
  [{ order_rows: { quantity: { $gte: 12 } } }, 'a'],
  [{ $not: { stalls: { name: 'South gate' } } }, 'c'],
  // by the ids of what it is paired with
  [{ stalls: 'stall_s' }, 'ab'],
  [{ stalls: { id: ['stall_n', 'nothing'] } }, 'a'],
  [{ stalls: [] }, ''],
  [{ stalls: { id: 'stall_s', name: 'North gate' } }, ''],
  [{ stalls: { id: { $ne: 'stall_s' } } }, 'a'],
  [{ colours: 'col_w' }, 'a'],
  [{ $not: { colours: ['col_r', 'col_w'] } }, 'c'],
  // search
  [{ q: 'aster' }, 'a'],
  [{ q: ' AMELLUS  as ' }, 'a'],
  [{ q: 'aster begonia' }, ''],
  [{ q: '%' }, 'c'],
  [{ q: '_5' }, 'c'],
  [{ q: '\\' }, ''],
  [{ q: ' ' }, 'abc'],
  [{ bed: { q: '100%' } }, 'a'],
])('%j finds %j', async (filters, letters) => {
  expect(await found(filters)).toBe(letters)
  expect(await market.query.count('plant', { filters })).toBe(letters.length)
})

test.each<[Filters, string]>([
  [{ height: 'tall' }, "Field 'height' must be a number"],
  [{ height: '0x10' }, "Field 'height' must be a number"],
  [{ height: true }, "Field 'height' must be a number"],
  [{ height: '' }, "Field 'height' must be a number"],
  [{ height: { $in: [1, {}] } }, "Field 'height' must be a single value"],
  [{ price: 'Infinity' }, "Field 'price' must be a number"],
  [{ hardy: 'yes' }, "Field 'hardy' must be true or false"],
  [{ sown_at: 'soon' }, "Field 'sown_at' must be a date"],
  [{ sown_at: '+275760-01-01T00:00:00Z' }, "Field 'sown_at' must be a date"],
  [{ name: 'a\0b' }, "Field 'name' must be text without"],
  [{ metadata: { $contains: 'a\0b' } }, "Field 'metadata' must be text"],
  [{ name: { $contains: 'A' } }, "Field 'name' cannot be filtered with $contains"],
  [{ name: { $overlap: ['A'] } }, "Field 'name' cannot be filtered with $overlap"],
  [{ name: { $gt: null } }, "Field 'name' cannot be compared with null"],
  [{ name: { $regex: 'A' } }, "Field 'name' cannot be filtered with $regex"],
  [{ name: { constructor: 'A' } }, "Field 'name' cannot be filtered with constructor"],
  [{ name: { $re: 'A' } }, "Field 'name' cannot be filtered with $re"],
  [{ name: { $like: 'A\\' } }, 'The pattern cannot be searched for'],
  [{ $or: 'x' }, '$or must be a list of conditions'],
  [{ q: 1 }, "Field 'q' must be a text"],
  [{ stalls: { q: 'x' } }, 'stall cannot be searched with q'],
  [{ colour: 'red' }, 'Trying to filter by colour'],
  [{ secret: 'mildew' }, 'Trying to filter by secret'],
  [{ search_document: 'x' }, 'Trying to filter by search_document'],
  [{ bed: { secret: 'x' } }, 'Trying to filter by secret'],
  [{ "name' or true --": 'x' }, 'Trying to filter by name'],
])('%j is refused', async (filters, message) => {
  await expect(found(filters)).rejects.toMatchObject({
    type: 'invalid_data',
    message: expect.stringContaining(message),
  })
})

test('what it is paired with does not count once it is deleted', async () => {
  await market.market.softDeleteStalls(['stall_n'])
  try {
    expect(await found({ stalls: ['stall_n', 'stall_s'] })).toBe('ab')
    expect(await found({ stalls: 'stall_n' })).toBe('')
    expect(await found({ stalls: 'stall_n' }, { with_deleted: true })).toBe('a')
  } finally {
    await market.market.restoreStalls(['stall_n'])
  }
})

test('values never become SQL', async () => {
  for (const evil of ["'; drop table stoa_garden.plant; --", "' or '1'='1", '$1', '"', '\\'])
    expect(await found({ name: evil, $or: [{ q: evil }, { latin: { $in: [evil] } }] })).toBe('')
  expect(await found({})).toBe('abc')
})

test('regular expressions only where they are allowed, and a broken one is told', async () => {
  expect(await found({ name: { $re: '^[AB]' } }, { allow_regex: true })).toBe('ab')
  await expect(found({ name: { $re: '(' } }, { allow_regex: true })).rejects.toMatchObject({
    type: 'invalid_data',
  })
})

test('the number of conditions has a limit, wherever they stand', async () => {
  const many = Array.from({ length: 201 }, () => ({ $ne: 1 }))
  await expect(found({ $or: many.map((height) => ({ height })) })).rejects.toThrow('at most 200 conditions')
  await expect(found({ height: { $or: many } })).rejects.toThrow('at most 200 conditions')
})

test('retrieving under a filter never widens it', async () => {
  const as = (filters: Filters) => market.query.retrieve('plant', 'plant_a', { fields: ['id'], filters })
  expect(await as({ id: ['plant_a', 'plant_b'] })).toEqual({ id: 'plant_a' })
  await expect(as({ id: ['plant_b'] })).rejects.toMatchObject({ type: 'not_found' })
  await expect(as({ bed: 'bed_2' })).rejects.toMatchObject({ type: 'not_found' })
})

describe('order and pages', () => {
  const by = (field: string, direction: OrderBy['direction'] = 'asc') => ({ order: [{ field, direction }] })

  test('the primary key breaks ties in the direction of the last criterion', async () => {
    expect(await found({}, by('height'))).toBe('bca')
    expect(await found({}, by('height', 'desc'))).toBe('acb')
    expect(await found({}, by('id', 'desc'))).toBe('cba')
  })

  test('through a relation to one', async () => {
    expect(await found({}, by('bed.name'))).toBe('abc')
    expect(await found({ bed: { $not: { id: 'none' } } }, by('bed.name', 'desc'))).toBe('ba')
  })

  test('pages follow each other without gaps, and count is exact past the last one', async () => {
    const page = async (offset: number) => {
      const options = { key: 'plants', fields: ['id'], limit: 1, offset, ...by('height') }
      return JSON.parse(await market.query.listText('plant', options))
    }
    const pages = await Promise.all([0, 1, 2, 9].map(page))
    expect(pages.map(({ plants }) => plants[0]?.id)).toEqual(['plant_b', 'plant_c', 'plant_a', undefined])
    expect(pages[3]).toEqual({ plants: [], count: 3, offset: 9, limit: 1 })
  })

  test('all pages but the first are one statement, so that it is worth preparing', async () => {
    const page = (offset: number) => market.query.list('plant', { fields: ['id'], limit: 1, offset })
    const texts = await Promise.all([1, 2].map(async (offset) => market.statementsOf(() => page(offset))))
    const bare = (text?: string) => text?.replace(/^\/\*.*?\*\/ /, '')
    expect(bare(texts[0]?.[0])).toBe(bare(texts[1]?.[0]))
  })

  test.each(['nothing', 'bed', 'leaves.width', 'secret', 'bed.nothing', 'name"; drop table x', 'height_in'])(
    'ordering by %j is refused',
    async (field) => {
      await expect(found({}, by(field))).rejects.toMatchObject({ type: 'invalid_data' })
    },
  )

  test('a direction other than asc and desc, and too many criteria, are refused', async () => {
    await expect(found({}, by('name', 'asc; drop table x' as 'asc'))).rejects.toThrow('must be asc or desc')
    const order = Array.from({ length: 11 }, () => ({ field: 'name', direction: 'asc' }))
    await expect(found({}, { order })).rejects.toThrow('at most 10 fields')
  })

  test.each([{ limit: -1 }, { limit: 1.5 }, { offset: '1; drop table x' }])(
    '%j is refused',
    async (options) => {
      await expect(found({}, options)).rejects.toMatchObject({ type: 'invalid_data' })
    },
  )
})
