import { expect, test } from 'vitest'
import { contract, exceptions, wire } from './wire.ts'

test('an exception is about a route of the contract, says something else than it, and why', () => {
  for (const [route, { why, query_of = route }] of Object.entries(exceptions)) {
    expect(Object.keys(contract), route).toContain(route)
    expect(Object.keys(contract), route).toContain(query_of)
    expect(wire[route], route).not.toEqual(contract[route])
    expect(why.length, route).toBeGreaterThan(20)
  }
})

test('what has the query of a list takes its filters', () => {
  expect(wire['POST /admin/products/export']?.query?.split(' ')).toEqual(
    expect.arrayContaining(['fields', 'q', 'sales_channel_id', 'created_at']),
  )
})
