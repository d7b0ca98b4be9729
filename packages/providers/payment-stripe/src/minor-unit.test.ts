import { BigNumber } from '@stoa/kernel'
import { currencies } from '@stoa/money'
import { expect, test } from 'vitest'
import { fromMinorUnit, toMinorUnit } from './minor-unit.ts'

test.each([
  ['10.5', 'eur', 1050],
  ['0.07', 'usd', 7],
  ['1234', 'jpy', 1234],
  ['5.12', 'kwd', 5120],
  ['0.5', 'bhd', 500],
  ['1990', 'huf', 199_000],
  ['250', 'twd', 25_000],
  ['5', 'isk', 500],
  ['3000', 'ugx', 300_000],
  ['4500', 'mga', 4500],
  ['4500', 'clp', 4500],
  ['0', 'eur', 0],
])('%s %s are %i for Stripe', (amount, code, units) => {
  expect(toMinorUnit(BigNumber(amount), code)).toBe(units)
  expect(fromMinorUnit(units, code).toFixed()).toBe(amount)
})

test.each([
  ['10.505', 'eur', '0.01'],
  ['0.5', 'jpy', '1'],
  ['5.124', 'kwd', '0.01'],
  ['5.5', 'isk', '1'],
  ['4500.2', 'mga', '1'],
  ['1e17', 'eur', '0.01'],
])('%s %s cannot be charged exactly, and is refused', (amount, code, step) => {
  expect(() => toMinorUnit(BigNumber(amount), code)).toThrow(`Stripe moves ${code} in steps of ${step}`)
})

test('a code that is no currency is refused', () => {
  expect(() => toMinorUnit(BigNumber(1), 'xxx')).toThrow('xxx is not a currency')
})

test('in every currency whole amounts come back as they went', () => {
  for (const { code } of currencies) {
    const amount = BigNumber(1237)
    expect(fromMinorUnit(toMinorUnit(amount, code), code).toFixed()).toBe('1237')
  }
})
