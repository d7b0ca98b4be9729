import { expect, test } from 'vitest'
import { parseServers } from './servers.ts'

test.each([
  ['nats://localhost:4222', { servers: ['localhost:4222'], tls: false }],
  ['nats.shop.example', { servers: ['nats.shop.example:4222'], tls: false }],
  ['nats://a:4222, nats://b:4223,', { servers: ['a:4222', 'b:4223'], tls: false }],
  ['tls://[::1]:4222', { servers: ['[::1]:4222'], tls: true }],
  ['nats://shop:p%40ss@a', { servers: ['a:4222'], tls: false, user: 'shop', pass: 'p@ss' }],
  ['nats://t0ken@a,nats://b', { servers: ['a:4222', 'b:4222'], tls: false, token: 't0ken' }],
])('%s', (urls, expected) => {
  expect(parseServers(urls)).toEqual(expected)
})

test.each([
  ['', 'No NATS server'],
  ['http://localhost:4222', 'http://localhost:4222'],
  ['nats://', '"nats://"'],
  ['nats://a:b@x,nats://a:c@y', 'different credentials'],
])('%j is refused', (urls, why) => {
  expect(() => parseServers(urls)).toThrow(why)
})

test('an error does not tell the password', () => {
  expect(() => parseServers('amqp://shop:secret@a')).toThrow(/^(?!.*secret).*amqp:\/\/…@a/)
})
