import { BigNumber } from '@stoa/kernel'
import { expect, test } from 'vitest'
import { parseSnapshot } from './parse-snapshot.ts'

test('amounts are exact, what a client calls an amount stays what it was', () => {
  const cart = parseSnapshot(
    `{"metadata":{"amount":5},"credit_lines":[{"amount":"2.5"}],"shipping_methods":[{"amount":"4.9","data":{"unit_price":7},"adjustments":[]}],
    "items":[{"unit_price":90071992547409931.07,"unit_price":"90071992547409931.07","compare_at_unit_price":null,"quantity":2,
      "metadata":{"amount":"5"},"adjustments":[{"amount":"0.1"}]}]}`,
  )
  expect(cart).toEqual({
    metadata: { amount: 5 },
    credit_lines: [{ amount: BigNumber('2.5') }],
    shipping_methods: [{ amount: BigNumber('4.9'), data: { unit_price: 7 }, adjustments: [] }],
    items: [
      {
        unit_price: BigNumber('90071992547409931.07'),
        compare_at_unit_price: null,
        quantity: 2,
        metadata: { amount: '5' },
        adjustments: [{ amount: BigNumber('0.1') }],
      },
    ],
  })
})
