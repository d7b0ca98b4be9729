import { expect, test } from 'vitest'
import { Names } from './names.ts'

const names = new Names('shop')

test.each([
  ['order.placed', 'shop.event.order.placed'],
  ['order-edit.confirmed', 'shop.event.order-edit.confirmed'],
  ['ping', 'shop.event.ping'],
  ['two words.>', 'shop.event.two=20words.=3E'],
  ['a*b', 'shop.event.a=2Ab'],
  ['größe', 'shop.event.gr=C3=B6=C3=9Fe'],
  ['party 🎉', 'shop.event.party=20=F0=9F=8E=89'],
  ['a..b', 'shop.event.a=2E=2Eb'],
  ['.', 'shop.event.=2E'],
])('%s goes to %s', (type, subject) => {
  expect(names.event(type)).toBe(subject)
})

test('subscribers whose names differ in a dot have different places', () => {
  expect(names.again('a.b')).toBe('shop.again.a=2Eb')
  expect(names.consumers({ name: 'a.b' })).toEqual({ first: 'first-a=2Eb', again: 'again-a=2Eb' })
  expect(names.again('a_b')).toBe('shop.again.a_b')
})

test.each([
  [['order.placed'], 'shop.event.order.placed'],
  [['*'], 'shop.event.>'],
  [['order.placed', '*'], 'shop.event.>'],
  [['order.placed', 'order.canceled'], 'shop.event.order.*'],
  [['order.placed', 'cart.created'], 'shop.event.*.*'],
  [['order.placed', 'ping'], 'shop.event.>'],
  [['ping', 'order.placed', 'order.canceled'], 'shop.event.>'],
  [['order.placed', 'order.line.added'], 'shop.event.order.>'],
  [['order.line.added', 'order.placed'], 'shop.event.order.>'],
])('%j fit into %s', (events, pattern) => {
  expect(names.pattern(events)).toBe(pattern)
})
