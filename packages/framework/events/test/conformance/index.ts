import { describe } from 'vitest'
import { deliverySuite } from './deliver.ts'
import { emitSuite } from './emit.ts'
import { failureSuite } from './fail.ts'
import { orderSuite } from './order.ts'
import { shopOn, type TransportUnderTest } from './shop.ts'
import { traceSuite } from './trace.ts'

/** What every transport has to do. Call it in a test file of the transport's package. */
export function describeTransport(transport: TransportUnderTest): void {
  const shop = shopOn(transport)
  describe('emit', () => emitSuite(shop))
  describe('deliver', () => deliverySuite(shop))
  describe('fail', () => failureSuite(shop))
  describe('order', () => orderSuite(shop))
  describe('trace', () => traceSuite(shop))
}
