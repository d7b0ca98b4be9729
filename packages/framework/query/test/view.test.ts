import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Filters } from '../src/index.ts'
import { type Market, startMarket } from './fixtures/start-market.ts'

let market: Market
beforeAll(async () => {
  market = await startMarket()
})
afterAll(() => market?.stop())

test('the rows of a select statement are listed as those of an entity', async () => {
  const text = await market.query.listText('height', {
    key: 'heights',
    fields: ['*', 'names'],
    order: [{ field: 'plants', direction: 'desc' }],
    limit: 1,
  })
  expect(JSON.parse(text)).toEqual({
    heights: [
      {
        id: '20',
        centimetres: 20,
        plants: 2,
        first_sown_at: '2026-04-01T00:00:00.000Z',
        names: ['Begonia', 'Clover_50%'],
      },
    ],
    count: 2,
    offset: 0,
    limit: 1,
  })
})

test('they are filtered, searched and retrieved', async () => {
  const ids = async (filters: Filters) =>
    (await market.query.list('height', { filters, fields: ['id'] })).map(({ id }) => id)
  expect(await ids({ plants: { $gt: 1 } })).toEqual(['20'])
  expect(await ids({ first_sown_at: { $lt: '2026-03-31' } })).toEqual(['40'])
  expect(await ids({ q: '4' })).toEqual(['40'])
  expect(await market.query.retrieve('height', '40', { fields: ['plants'] })).toEqual({ id: '40', plants: 1 })
  await expect(market.query.retrieve('height', '1')).rejects.toThrow('Height with id: 1 was not found')
})

test('what they do not have is refused by name', async () => {
  await expect(market.query.list('height', { fields: ['width'] })).rejects.toThrow('[width]')
  await expect(market.query.list('height', { filters: { names: 'Aster' } })).rejects.toThrow('names')
  await expect(
    market.query.list('height', { order: [{ field: 'names', direction: 'asc' }] }),
  ).rejects.toThrow('names')
})
