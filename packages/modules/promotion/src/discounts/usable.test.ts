import { BigNumber } from '@stoa/money'
import { expect, test } from 'vitest'
import { cart, euros, item, outcome, promotion, rule } from '../../test/sample-promotions.ts'
import type { ActiveBudget, ActivePromotion } from '../active-promotion.ts'

const ten = cart([item('a')])
const NOTHING = { lines: {}, usable: [] }

const within = (dates: object, budget: Partial<ActiveBudget> | null = null) =>
  ({
    id: 'procamp_1',
    starts_at: null,
    ends_at: null,
    ...dates,
    budget: budget && {
      id: 'probudg_1',
      type: 'usage',
      currency_code: null,
      attribute: null,
      limit: null,
      used: new BigNumber(0),
      ...budget,
    },
  }) as ActivePromotion['campaign']

const limited = (budget: Partial<ActiveBudget>, value = 10) =>
  promotion({ value }, { campaign: within({}, budget) })

test.each([
  ['a draft', { status: 'draft' }],
  ['inactive', { status: 'inactive' }],
  ['used as often as it may be', { limit: new BigNumber(3), used: new BigNumber(3) }],
  ['before its campaign', { campaign: within({ starts_at: '2026-07-02T00:00:00Z' }) }],
  ['after its campaign', { campaign: within({ ends_at: '2026-07-01T00:00:00Z' }) }],
  ['for others', { rules: [rule('customer.groups.id', 'eq', 'vip')] }],
] as [string, object][])('does not apply: %s', (_, own) => {
  expect(outcome([promotion({}, own)], ten)).toEqual(NOTHING)
})

test('applies within its campaign, while it has uses left, to those it is for', () => {
  const own = {
    limit: new BigNumber(3),
    used: new BigNumber(2),
    campaign: within({ starts_at: '2026-07-01T00:00:00Z', ends_at: '2026-08-01T00:00:00Z' }),
    rules: [rule('customer.groups.id', 'in', 'vip', 'staff'), rule('region.id', 'eq', 'reg_1')],
  }
  const of = { ...ten, customer: { id: 'cus_1', groups: [{ id: 'vip' }] }, region: { id: 'reg_1' } }
  expect(outcome([promotion({}, own)], of).lines).toEqual({ a: '1.00' })
  expect(outcome([promotion({}, own)], { ...of, region: { id: 'reg_2' } })).toEqual(NOTHING)
})

test('a fixed amount applies in its own currency only, a percentage in any', () => {
  expect(outcome([euros(1)], { ...ten, currency_code: 'usd' })).toEqual(NOTHING)
  expect(outcome([promotion({ currency_code: 'eur' })], { ...ten, currency_code: 'usd' }).lines).toEqual({
    a: '1.00',
  })
})

test('a budget that is used up lets no promotion of its campaign apply', () => {
  const [limit, nine, ten_] = [10, 9, 10].map((value) => new BigNumber(value)) as [
    BigNumber,
    BigNumber,
    BigNumber,
  ]
  expect(outcome([limited({ limit, used: ten_ })], ten)).toEqual(NOTHING)
  expect(outcome([limited({ limit, used: nine })], ten).lines).toEqual({ a: '1.00' })
  expect(outcome([limited({ type: 'use_by_attribute', limit, used: ten_ })], ten)).toEqual(NOTHING)
  expect(outcome([limited({ limit: null, used: ten_ })], ten).lines).toEqual({ a: '1.00' })
})

test('a budget of money gives a discount whole or not at all', () => {
  const budget = { type: 'spend', currency_code: 'eur', limit: new BigNumber(10) } as const
  expect(outcome([limited({ ...budget, used: new BigNumber('9.01') })], ten)).toEqual(NOTHING)
  expect(outcome([limited({ ...budget, used: new BigNumber(9) })], ten).lines).toEqual({ a: '1.00' })
  const dollars = { ...ten, currency_code: 'usd' }
  expect(outcome([limited({ ...budget, used: new BigNumber(0) })], dollars)).toEqual(NOTHING)
})

test('promotions of one campaign share what is left of its budget', () => {
  const spend = { type: 'spend', currency_code: 'eur', limit: new BigNumber(8) } as const
  const [first, second, third] = [limited(spend, 50), limited(spend, 90), limited(spend, 20)]
  expect(outcome([first, second, third], ten)).toEqual({ lines: { a: '6.00' }, usable: [first.id, third.id] })
  const uses = { limit: new BigNumber(1) }
  expect(outcome([limited(uses), limited(uses)], ten).lines).toEqual({ a: '1.00' })
})

test('a promotion that finds nothing yet may be used, and takes nothing from a budget', () => {
  const uses = { limit: new BigNumber(1) }
  const shipping = promotion({ target_type: 'shipping_methods' }, { campaign: within({}, uses) })
  const items = promotion({}, { campaign: within({}, uses) })
  expect(outcome([shipping, items], ten)).toEqual({ lines: { a: '1.00' }, usable: [shipping.id, items.id] })
})
