import { expect, test } from 'vitest'
import { createGate } from './gate.ts'

test('holds who comes until it is opened', async () => {
  const gate = createGate('middle')
  const steps: string[] = []
  const held = (async () => {
    steps.push('before')
    await gate.pass()
    steps.push('after')
  })()
  await gate.reached
  steps.push('meanwhile')
  gate.open()
  await held
  expect(steps).toEqual(['before', 'meanwhile', 'after'])
})

test('lets through who comes after it was opened', async () => {
  const gate = createGate('open')
  gate.open()
  await gate.pass()
  await gate.reached
})

test('names itself when nobody comes', async () => {
  await expect(createGate('stock is reserved', 1).reached).rejects.toThrow('"stock is reserved"')
})
