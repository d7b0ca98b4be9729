import { expect, test } from 'vitest'
import { SecretBox } from './secret-box.ts'

const box = new SecretBox('a secret for tests')

test('what is sealed opens again, and looks different each time', () => {
  const [first, second] = [box.seal('ünïcödé 🛒', 'authmfa_1'), box.seal('ünïcödé 🛒', 'authmfa_1')]
  expect(first).not.toBe(second)
  expect([first, second].map((sealed) => box.open(sealed, 'authmfa_1'))).toEqual(['ünïcödé 🛒', 'ünïcödé 🛒'])
})

test('it opens for its owner alone, and under its secret alone', () => {
  const sealed = box.seal('text', 'authmfa_1')
  expect(box.open(sealed, 'authmfa_2')).toBeUndefined()
  expect(new SecretBox('another secret').open(sealed, 'authmfa_1')).toBeUndefined()
})

test('what was changed does not open', () => {
  const bytes = Buffer.from(box.seal('text', 'authmfa_1'), 'base64url')
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes)
    changed[at] = (changed[at] as number) ^ 1
    expect(box.open(changed.toString('base64url'), 'authmfa_1')).toBeUndefined()
  }
  for (const nothing of ['', 'AAAA', bytes.subarray(0, 28).toString('base64url')]) {
    expect(box.open(nothing, 'authmfa_1')).toBeUndefined()
  }
})
