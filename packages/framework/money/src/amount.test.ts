import { expect, it } from 'vitest'
import { BigNumber, MoneyError, percentOf, rawAmount, roundToCurrency, toBigNumber } from './index.ts'

it('reads numbers, strings and BigNumbers', () => {
  expect(toBigNumber(12.34).toFixed()).toBe('12.34')
  expect(toBigNumber('0.1').plus('0.2').toFixed()).toBe('0.3')
  const amount = new BigNumber(7)
  expect(toBigNumber(amount)).toBe(amount)
})

it.each([Number.NaN, Number.POSITIVE_INFINITY, 'ten', '', null, undefined, new BigNumber(Number.NaN)])(
  'refuses %j as an amount',
  (value) => {
    expect(() => toBigNumber(value as never)).toThrow(MoneyError)
  },
)

it('names the value it refuses', () => {
  expect(() => toBigNumber('ten', 'unit_price')).toThrow('unit_price must be a finite number, got "ten"')
})

it.each([
  ['57.065', 'eur', '57.07'],
  ['57.064999', 'eur', '57.06'],
  ['-0.005', 'eur', '-0.01'],
  ['-0.001', 'eur', '0'],
  ['1.005', 'usd', '1.01'],
  ['0.5', 'jpy', '1'],
  ['1.2345', 'kwd', '1.235'],
])('rounds %s %s to %s', (amount, code, expected) => {
  expect(roundToCurrency(amount, code).toFixed()).toBe(expected)
})

it('computes a percentage without rounding', () => {
  expect(percentOf('299.99', 19).toFixed()).toBe('56.9981')
  expect(percentOf('0.01', '0.01').toFixed()).toBe('0.000001')
})

it.each([
  [12.5, '12.5'],
  ['0.00', '0'],
  [1e21, '1000000000000000000000'],
  ['1e-7', '0.0000001'],
  ['33.3333333333333333333333', '33.333333333333333333'],
])('spells %s in raw form as %s', (amount, value) => {
  expect(rawAmount(amount)).toEqual({ value, precision: 20 })
})
