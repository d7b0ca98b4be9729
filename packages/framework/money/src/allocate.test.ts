import fc from 'fast-check'
import { expect, it } from 'vitest'
import { anyAmount, anyCurrency, isWholeIn, sum } from '../test/arbitraries.ts'
import { allocate, BigNumber, currencyDigits, MoneyError, roundToCurrency } from './index.ts'

const parts = (...args: Parameters<typeof allocate>) => allocate(...args).map((part) => part.toFixed())

it.each([
  [10, [1, 1, 1], 'eur', ['3.34', '3.33', '3.33']],
  [100, [1, 1, 1], 'jpy', ['34', '33', '33']],
  [1, [1, 1, 1], 'kwd', ['0.334', '0.333', '0.333']],
  [0.05, [3, 7], 'eur', ['0.02', '0.03']],
  [-10, [1, 1, 1], 'eur', ['-3.34', '-3.33', '-3.33']],
  [1, [0, 5, 0], 'eur', ['0', '1', '0']],
  [1, [0, 0], 'eur', ['0.5', '0.5']],
  [0, [1, 2], 'eur', ['0', '0']],
  [0, [], 'eur', []],
  ['10.005', [1], 'eur', ['10.01']],
])('allocates %s over %j in %s', (amount, weights, code, expected) => {
  expect(parts(amount, weights, code)).toEqual(expected)
})

it('gives what is left over to the largest remainder', () => {
  expect(parts(1, [1, 6, 4], 'eur')).toEqual(['0.09', '0.55', '0.36'])
})

it('refuses a negative weight, and an amount without weights', () => {
  expect(() => allocate(1, [1, -1], 'eur')).toThrow('weights[1] must not be negative, got -1')
  expect(() => allocate(1, [], 'eur')).toThrow(MoneyError)
})

const anyWeights = fc.array(
  fc.oneof(
    fc.nat(1000),
    fc.nat(100_000).map((n) => new BigNumber(n).shiftedBy(-3)),
  ),
  { minLength: 1, maxLength: 12 },
)

it('conserves money in every currency, and no part is more than a minor unit from its share', () => {
  fc.assert(
    fc.property(anyAmount, anyWeights, anyCurrency, (amount, weights, code) => {
      const whole = roundToCurrency(amount, code)
      const result = allocate(amount, weights, code)
      const weight = sum(weights.map((each) => new BigNumber(each)))
      expect(sum(result)).toEqual(whole)
      result.forEach((part, index) => {
        expect(isWholeIn(part, code)).toBe(true)
        expect(part.gte(0)).toBe(true)
        if (weight.isZero()) return
        const share = whole.times(weights[index] as BigNumber).div(weight)
        expect(
          part
            .minus(share)
            .abs()
            .lt(new BigNumber(1).shiftedBy(-currencyDigits(code))),
        ).toBe(true)
      })
    }),
  )
})
