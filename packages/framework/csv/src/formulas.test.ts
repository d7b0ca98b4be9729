import fc from 'fast-check'
import { expect, test } from 'vitest'
import { harmless, original } from './formulas.ts'

test.each([
  ['=1+1', "'=1+1"],
  ['+49 30 1234', "'+49 30 1234"],
  ['-', "'-"],
  ['@cmd', "'@cmd"],
  ['\t=1', "'\t=1"],
  ['＝1', "'＝1"],
  ["'=1", "''=1"],
  ['plain', 'plain'],
  ["'quoted'", "'quoted'"],
  ['1-2', '1-2'],
  ['', ''],
])('%j becomes %j, and is itself again', (text, cell) => {
  expect(harmless(text)).toBe(cell)
  expect(original(cell)).toBe(text)
})

test('whatever a text begins with, no cell begins like a formula, and the text comes back', () => {
  const anyText = fc
    .tuple(fc.array(fc.constantFrom("'", '=', '-', '@', '\t', 'a')), fc.string())
    .map(([start, rest]) => `${start.join('')}${rest}`)
  fc.assert(
    fc.property(anyText, (text) => {
      const cell = harmless(text)
      expect(cell).not.toMatch(/^[=+\-@\t\r]/)
      expect(original(cell)).toBe(text)
    }),
  )
})
