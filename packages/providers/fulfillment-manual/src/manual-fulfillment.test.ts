import { expect, test } from 'vitest'
import { ManualFulfillment } from './manual-fulfillment.ts'

const manual = new ManualFulfillment()

test('offers one way there and one way back', async () => {
  expect(await manual.getFulfillmentOptions()).toEqual([
    { id: 'manual-fulfillment' },
    { id: 'manual-fulfillment-return', is_return: true },
  ])
})

test('keeps what the buyer chose, and makes parcels without labels', async () => {
  expect(await manual.validateFulfillmentData({}, { gift: true })).toEqual({ gift: true })
  expect(await manual.createFulfillment()).toEqual({ data: {}, labels: [] })
})

test('has no prices of its own', async () => {
  expect(await manual.canCalculate()).toBe(false)
  await expect(manual.calculatePrice()).rejects.toThrow('flat')
})
