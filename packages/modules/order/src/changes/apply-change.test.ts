import { BigNumber } from '@stoa/kernel'
import { orderTotals } from '@stoa/money'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyChange } from './apply-change.ts'
import type { ChangeAction } from './change-action.ts'
import type { ChangingItem } from './changing-order.ts'
import { nextSummary } from './next-summary.ts'

const item = (
  values: Partial<ChangingItem> = {},
  detail: Partial<ChangingItem['detail']> = {},
): ChangingItem => ({
  id: 'a',
  quantity: 3,
  unit_price: '10',
  tax_lines: [],
  adjustments: [],
  ...values,
  detail: {
    quantity: values.quantity ?? 3,
    fulfilled_quantity: 0,
    delivered_quantity: 0,
    shipped_quantity: 0,
    return_requested_quantity: 0,
    return_received_quantity: 0,
    return_dismissed_quantity: 0,
    written_off_quantity: 0,
    ...detail,
  },
})

const order = (...items: ChangingItem[]) => ({
  id: 'order_1',
  currency_code: 'eur',
  items,
  shipping_methods: [{ id: 'way', amount: 5, tax_lines: [], adjustments: [] }],
  credit_lines: [],
})

const act = (action: string, quantity: number, reference_id = 'a'): ChangeAction => ({
  action,
  details: { reference_id, quantity },
})

test('the order that is given stays as it is', () => {
  const before = order(item({}, { fulfilled_quantity: 3 }))
  const copy = structuredClone(before)
  applyChange(before, [act('RETURN_ITEM', 2), act('ITEM_UPDATE', 5)])
  expect(before).toEqual(copy)
})

test('goods go where actions say, one after the other', () => {
  const after = applyChange(order(item({}, { fulfilled_quantity: 3 })), [
    act('RETURN_ITEM', 3),
    act('RECEIVE_RETURN_ITEM', 1),
    act('RECEIVE_DAMAGED_RETURN_ITEM', 1),
    act('CANCEL_RETURN_ITEM', 1),
    act('WRITE_OFF_ITEM', 1),
  ])
  const { detail } = after.items[0] as ChangingItem
  expect(
    Object.fromEntries(Object.entries(detail).map(([name, value]) => [name, Number(value)])),
  ).toMatchObject({
    return_requested_quantity: 0,
    return_received_quantity: 1,
    return_dismissed_quantity: 1,
    written_off_quantity: 1,
  })
})

test.each([
  ['RETURN_ITEM', 3, {}],
  ['RETURN_ITEM', 2, { return_received_quantity: 1 }],
  ['WRITE_OFF_ITEM', 2, { return_requested_quantity: 1 }],
  ['RECEIVE_RETURN_ITEM', 2, { return_requested_quantity: 1 }],
  ['CANCEL_RETURN_ITEM', 1, {}],
  ['REINSTATE_ITEM', 1, {}],
  ['ITEM_UPDATE', 1, {}],
])('%s of %i is refused where there are too few', (action, quantity, detail) => {
  const given = order(item({}, { fulfilled_quantity: 2, ...detail }))
  expect(() => applyChange(given, [act(action, quantity)])).toThrow(
    expect.objectContaining({ type: 'invalid_data' }),
  )
})

test('what is not there cannot be changed', () => {
  for (const action of [
    act('ITEM_UPDATE', 1, 'b'),
    act('ITEM_ADD', 1, 'b'),
    { action: 'SHIPPING_ADD', reference_id: 'other', details: {} },
    { action: 'SHIPPING_REMOVE', reference_id: 'other', details: {} },
  ]) {
    expect(() => applyChange(order(item()), [action])).toThrow(
      expect.objectContaining({ type: 'invalid_data' }),
    )
  }
})

test('discounts are replaced, of lines and of shipping', () => {
  const after = applyChange(order(item()), [
    { action: 'ITEM_ADJUSTMENTS_REPLACE', details: { reference_id: 'a', adjustments: [{ amount: 6 }] } },
    {
      action: 'SHIPPING_ADJUSTMENTS_REPLACE',
      reference_id: 'way',
      details: { adjustments: [{ amount: 5 }] },
    },
  ])
  expect(orderTotals(after as never).total.toNumber()).toBe(24)
  const none = { action: 'SHIPPING_ADJUSTMENTS_REPLACE', reference_id: 'other', details: { adjustments: [] } }
  expect(() => applyChange(order(item()), [none])).toThrow(/other/)
})

test('shipping and credit come and go', () => {
  const after = applyChange(
    order(item()),
    [
      { action: 'SHIPPING_REMOVE', reference_id: 'way', details: {} },
      { action: 'SHIPPING_ADD', reference_id: 'fast', details: {} },
      { action: 'CREDIT_LINE_ADD', amount: 4, details: {} },
    ],
    { items: [], shipping_methods: [{ id: 'fast', amount: 9, tax_lines: [], adjustments: [] }] },
  )
  expect(orderTotals(after as never).total.toNumber()).toBe(35)
})

const cents = (max: number) => fc.integer({ min: 0, max }).map((value) => BigNumber(value).shiftedBy(-2))

test('what goes back in steps takes off, in the end, all that was to be paid for it', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 12 }),
      cents(9999),
      cents(500),
      fc.integer({ min: 0, max: 25 }),
      (quantity, unit_price, amount, rate) => {
        const line = item(
          { quantity, unit_price, adjustments: [{ amount }], tax_lines: [{ rate }] },
          { fulfilled_quantity: quantity },
        )
        const given = order(line)
        const first = nextSummary(given, {})
        const steps = Array.from({ length: quantity }, () => [
          act('RETURN_ITEM', 1),
          act('RECEIVE_RETURN_ITEM', 1),
        ]).flat()
        let owed = first.current_order_total as number
        let state: ReturnType<typeof order> = given
        for (const step of steps) {
          state = applyChange(state, [step])
          const next = nextSummary(state, first).current_order_total as number
          // Nothing that comes back makes the order dearer.
          expect(next).toBeLessThanOrEqual(owed)
          owed = next
        }
        expect(owed).toBe(5)
      },
    ),
  )
})

test('a discount shrinks with its line and never grows, whole in the minor unit', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 0, max: 40 }),
      cents(2000),
      (before, after, amount) => {
        const given = order(item({ quantity: before, unit_price: 100, adjustments: [{ amount }] }))
        const [changed] = applyChange(given, [act('ITEM_UPDATE', after)]).items
        const left = BigNumber(changed?.adjustments[0]?.amount ?? -1)
        expect(left.lte(amount)).toBe(true)
        expect(left.decimalPlaces()).toBeLessThanOrEqual(2)
        if (after >= before) expect(left.eq(amount)).toBe(true)
        if (after === 0) expect(left.isZero()).toBe(true)
      },
    ),
  )
})
