import { expect, test } from 'vitest'
import { createBarrier } from './barrier.ts'

test('lets its parties go on together', async () => {
  const barrier = createBarrier('both have read', 2)
  const steps: string[] = []
  const party = async (name: string) => {
    steps.push(`${name} arrives`)
    await barrier.arrive()
    steps.push(`${name} leaves`)
  }
  await Promise.all([party('a'), party('b')])
  expect(steps).toEqual(['a arrives', 'b arrives', 'a leaves', 'b leaves'])
})

test('says how many came when not all do', async () => {
  await expect(createBarrier('all paid', 3, 1).arrive()).rejects.toThrow(
    '1 of 3 reached the barrier "all paid"',
  )
})

test('refuses a party too many', async () => {
  const barrier = createBarrier('one', 1)
  await barrier.arrive()
  await expect(barrier.arrive()).rejects.toThrow('one more')
})
