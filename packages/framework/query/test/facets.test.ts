import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Facet, Filters } from '../src/index.ts'
import { type Market, startMarket } from './fixtures/start-market.ts'

let market: Market
beforeAll(async () => {
  market = await startMarket()
})
afterAll(() => market?.stop())

const search = (facets: Facet[], filters: Filters = {}) =>
  market.query.search('plant', { fields: ['id'], filters, limit: 1, counted: true, facets })

const facet = async (wanted: Facet, filters?: Filters) => (await search([wanted], filters)).facets[0]

test('a page comes with the count and the facets of all rows, in one statement', async () => {
  const statements = await market.statementsOf(async () => {
    expect(
      await search([
        { kind: 'values', field: 'height', limit: 10 },
        { kind: 'stats', field: 'height' },
      ]),
    ).toEqual({
      rows: [{ id: 'plant_a' }],
      count: 3,
      facets: [
        {
          kind: 'values',
          values: [
            { value: '20', count: 2 },
            { value: '40', count: 1 },
          ],
          other_count: 0,
        },
        { kind: 'stats', min: 20, max: 40, avg: expect.closeTo(26.67, 2), sum: 80, count: 3 },
      ],
    })
  })
  expect(statements).toHaveLength(1)
})

test('values are those of the rows that fit, through relations too, and a row counts once for each', async () => {
  const colours = { kind: 'values', field: 'colours.value', limit: 10 } as const
  const red = { value: 'red', count: 2 }
  expect(await facet(colours)).toMatchObject({ values: [red, { value: 'white', count: 1 }] })
  expect(await facet(colours, { hardy: false })).toMatchObject({ values: [{ ...red, count: 1 }] })
  expect(await facet({ kind: 'values', field: 'stalls.name', limit: 10 })).toMatchObject({
    values: [
      { value: 'South gate', count: 2 },
      { value: 'North gate', count: 1 },
    ],
  })
})

test('a facet may count other rows than the page shows', async () => {
  const height = { kind: 'values', field: 'height', limit: 10, filters: {} } as const
  expect(await facet(height, { height: 40 })).toMatchObject({ values: [{ count: 2 }, { count: 1 }] })
})

test('values are cut to the first, or to those that hold a text, and the rest is counted', async () => {
  const colours = { kind: 'values', field: 'colours.value', limit: 1 } as const
  expect(await facet(colours)).toEqual({
    kind: 'values',
    values: [{ value: 'red', count: 2 }],
    other_count: 1,
  })
  expect(await facet({ ...colours, containing: 'WHI' })).toMatchObject({
    values: [{ value: 'white', count: 1 }],
    other_count: 0,
  })
  expect(await facet({ kind: 'values', field: 'name', limit: 1, order: 'value' })).toMatchObject({
    values: [{ value: 'Aster' }],
  })
})

test('ranges reach from a value on to below another, of numbers, amounts and moments', async () => {
  expect(await facet({ kind: 'ranges', field: 'height', ranges: [{ to: 40 }, { from: 40 }, {}] })).toEqual({
    kind: 'ranges',
    counts: [2, 1, 3],
  })
  expect(
    await facet({ kind: 'ranges', field: 'price', ranges: [{ from: '12345678901234567890.1' }] }),
  ).toMatchObject({ counts: [1] })
  expect(await facet({ kind: 'ranges', field: 'sown_at', ranges: [{ from: '2026-03-15' }] })).toMatchObject({
    counts: [1],
  })
})

test.each<[Facet, string]>([
  [{ kind: 'values', field: 'secret', limit: 1 }, 'plant has no field secret'],
  [{ kind: 'values', field: 'metadata', limit: 1 }, 'plant has no field metadata'],
  [{ kind: 'values', field: 'colours', limit: 1 }, 'plant has no field colours'],
  [{ kind: 'stats', field: 'name' }, 'name is no number'],
  [{ kind: 'ranges', field: 'height', ranges: [{ from: 'tall' }] }, "Field 'height' must be a number"],
])('%j is refused', async (wanted, message) => {
  await expect(facet(wanted)).rejects.toMatchObject({
    type: 'invalid_data',
    message: expect.stringContaining(message),
  })
})
