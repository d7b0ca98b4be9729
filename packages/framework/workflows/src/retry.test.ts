import { StoaError } from '@stoa/kernel'
import { expect, test } from 'vitest'
import { Canceled, timedOut } from './errors.ts'
import { delayAfter, isWorthRetrying, retryPolicy } from './retry.ts'

test('a number is how often, and everything else has a default', () => {
  expect(retryPolicy(3)).toMatchObject({ attempts: 3, delay: 1, factor: 2, max_delay: 3600 })
  expect(retryPolicy(undefined).attempts).toBe(1)
})

test('delays grow by the factor up to the longest', () => {
  const policy = retryPolicy({ attempts: 9, delay: 2, factor: 3, max_delay: 60 })
  expect([1, 2, 3, 4, 5, 400].map((attempt) => delayAfter(attempt, policy))).toEqual([2, 6, 18, 54, 60, 60])
  expect(delayAfter(5000, { ...policy, delay: 0 })).toBe(0)
})

test.each([
  { attempts: 0 },
  { attempts: 1.5 },
  { attempts: 2, delay: -1 },
  { attempts: 2, factor: 0.5 },
  { attempts: 2, max_delay: Number.NaN },
  { attempts: 2, delay: Number.POSITIVE_INFINITY },
])('%j is refused', (options) => {
  expect(() => retryPolicy(options)).toThrow(StoaError)
})

test('what was refused is not asked again, what may have been bad luck is', () => {
  const worth = [
    new Error('socket hang up'),
    'text',
    new StoaError('unexpected_state', 'no'),
    timedOut('a', 'b'),
  ]
  const refusals = [
    new StoaError('invalid_data', 'no'),
    new StoaError('payment_authorization_error', 'declined'),
    new StoaError('conflict', 'changed'),
    new Canceled('wf_exec_1'),
  ]
  expect(worth.map(isWorthRetrying)).toEqual([true, true, true, true])
  expect(refusals.map(isWorthRetrying)).toEqual([false, false, false, false])
})
