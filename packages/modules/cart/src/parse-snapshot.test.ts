import { BigNumber } from '@stoa/kernel'
import { expect, test } from 'vitest'
import { parseSnapshot } from './parse-snapshot.ts'

test('amounts are exact, however deep', () => {
  const cart = parseSnapshot(
    '{"items":[{"unit_price":90071992547409931.07,"quantity":2,"adjustments":[{"amount":0.1}]}]}',
  )
  expect(cart.items[0]).toEqual({
    unit_price: BigNumber('90071992547409931.07'),
    quantity: 2,
    adjustments: [{ amount: BigNumber('0.1') }],
  })
})

test('what a client calls an amount stays a number', () => {
  const text =
    '{"metadata":{"amount":5},"items":[{"amount":1,"metadata":{"gift":[{"amount":5}]}}],"shipping_methods":[{"data":{"unit_price":7}}]}'
  expect(parseSnapshot(text)).toEqual({
    metadata: { amount: 5 },
    items: [{ amount: BigNumber(1), metadata: { gift: [{ amount: 5 }] } }],
    shipping_methods: [{ data: { unit_price: 7 } }],
  })
})
