import { expect, it } from 'vitest'
import { currencies, currencyDigits, isCurrencyCode, MoneyError } from './index.ts'

it.each([
  ['eur', 2],
  ['jpy', 0],
  ['kwd', 3],
  ['clf', 4],
  ['vnd', 0],
  // CLDR shows these without a minor unit; ISO 4217 has one.
  ['huf', 2],
  ['idr', 2],
  ['cop', 2],
  ['iqd', 3],
])('%s has %i digits', (code, digits) => {
  expect(currencyDigits(code)).toBe(digits)
})

it('takes codes in any case', () => {
  expect(currencyDigits('JPY')).toBe(0)
  expect(isCurrencyCode('Eur')).toBe(true)
})

it('still knows the digits of a withdrawn currency, but does not list it', () => {
  expect(currencyDigits('hrk')).toBe(2)
  expect(currencies.some(({ code }) => code === 'hrk')).toBe(false)
})

it.each(['', 'eu', 'xyz', 'xau', 'toString'])('refuses %j and says so', (code) => {
  expect(isCurrencyCode(code)).toBe(false)
  expect(() => currencyDigits(code)).toThrow(MoneyError)
  expect(() => currencyDigits(code)).toThrow(JSON.stringify(code))
})

it('lists every currency once, by code, with its digits', () => {
  const codes = currencies.map(({ code }) => code)
  expect(codes).toEqual([...new Set(codes)].sort())
  for (const currency of currencies) {
    expect(currency.code).toMatch(/^[a-z]{3}$/)
    expect(currency.decimal_digits).toBe(currencyDigits(currency.code))
    expect(currency.rounding).toBe(0)
    for (const text of [currency.name, currency.symbol, currency.symbol_native]) {
      expect(text.trim()).not.toBe('')
    }
  }
})

it('lists every currency that Intl knows, but for withdrawn ones and units of account', () => {
  const listed = new Set(currencies.map(({ code }) => code))
  const missing = Intl.supportedValuesOf('currency').filter((code) => !listed.has(code.toLowerCase()))
  const expected = ['ANG', 'BGN', 'CUC', 'HRK', 'SLL', 'XDR', 'XSU', 'ZWL']
  expect(missing.filter((code) => !expected.includes(code))).toEqual([])
})

it('has the symbols of the euro and the Canadian dollar', () => {
  expect(currencies.find(({ code }) => code === 'cad')).toEqual({
    code: 'cad',
    name: 'Canadian Dollar',
    symbol: 'CA$',
    symbol_native: '$',
    decimal_digits: 2,
    rounding: 0,
  })
  expect(currencies.find(({ code }) => code === 'eur')).toMatchObject({ symbol: '€', symbol_native: '€' })
})
