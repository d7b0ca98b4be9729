// For vitest's `setupFiles`: every test in which a shop answers is held to what was recorded of the route.
import { afterEach, expect } from 'vitest'
import { takeFound } from './watch-answers.ts'

// The framework's tests have routes of their own under the names of the wire's.
const isShop = !expect.getState().testPath?.includes('/packages/framework/')

afterEach(() => {
  const found = takeFound()
  if (isShop) expect(found, 'answers that are not as they were recorded (tooling/wire)').toEqual([])
})
