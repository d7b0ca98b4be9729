import { once } from 'node:events'
import { expect, test } from 'vitest'
import { orderWorkflow } from './crash-shop.ts'
import { openHost } from './host.ts'
import { outcome, processAt, resume, says, type What } from './process.ts'

const placed = 'order with 7 and pay_1'

test('a host that lost its execution to another records nothing more', async () => {
  const slow = await openHost()
  const other = await openHost(slow.url)
  const reached = Promise.withResolvers<void>()
  const go = Promise.withResolvers<void>()
  const held = orderWorkflow(async (name) => {
    if (name !== 'inside place') return
    reached.resolve()
    await go.promise
  })
  const first = slow.workflows.run(held, { fails: false }, { key: 'cart_1' })
  await reached.promise
  // As if the process had been asleep for longer than its lease.
  await slow.database.query(
    `update stoa_workflows.execution set lease_expires_at = now() - interval '1 minute'`,
  )
  other.workflows.register(orderWorkflow(async () => undefined))
  expect(await other.workflows.resume()).toBe(1)
  go.resolve()
  expect(await first).toBe(placed)
  expect(await slow.notes()).toEqual(['reserve', 'pay pay', 'place'])
})

// A process that is stopped knows nothing of the time that goes by, and goes on as if nothing had been.
test.each<[string, What, string[], string]>([
  ['between reserve and pay', 'order', ['reserve', 'pay pay', 'place'], placed],
  ['inside reserve', 'order', ['reserve', 'pay pay', 'place'], placed],
  ['inside pay', 'order', ['reserve', 'pay pay', 'pay pay', 'place'], placed],
  ['inside place', 'order', ['reserve', 'pay pay', 'place'], placed],
  [
    'inside release',
    'failing order',
    ['reserve', 'pay pay', 'cancel pay_1', 'release 7'],
    'Error: no address',
  ],
])('a process that hangs %s and comes back records nothing (%s)', async (point, what, effects, result) => {
  const host = await openHost()
  const child = await processAt(point, host.url, what)
  child.kill('SIGSTOP')
  await resume(host)
  const after = await outcome(host)
  child.kill('SIGCONT')
  const ended = once(child, 'exit')
  child.stdin?.write('go\n')
  // It hears from the one that went on what came of it.
  expect(await says(child)).toBe(`${result}\n`)
  await ended
  expect(await host.notes()).toEqual(effects)
  expect(await outcome(host)).toEqual(after)
})
