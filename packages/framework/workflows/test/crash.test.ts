import { expect, test } from 'vitest'
import { orderWorkflow } from './crash-shop.ts'
import { openHost } from './host.ts'
import { kill, outcome, processAt, resume, type What } from './process.ts'

/** Runs an order in a process of its own, which is killed when it comes to that point. */
const killAt = async (point: string, url: string, what?: What) => kill(await processAt(point, url, what))

const succeeded = { status: 'succeeded', result: 'order with 7 and pay_1' }
const failed = { status: 'failed', result: null }

test.each([
  ['between reserve and pay', ['reserve', 'pay pay', 'place']],
  ['between pay and place', ['reserve', 'pay pay', 'place']],
  // Nothing of a local step that did not end is left, so it is done again without doubling.
  ['inside reserve', ['reserve', 'pay pay', 'place']],
  ['inside place', ['reserve', 'pay pay', 'place']],
  // An outside system may be called again, under the same key.
  ['inside pay', ['reserve', 'pay pay', 'pay pay', 'place']],
])('a workflow killed %s goes on from there', async (point, effects) => {
  const host = await openHost()
  await killAt(point, host.url)
  await resume(host)
  expect(await host.notes()).toEqual(effects)
  expect(await outcome(host)).toEqual(succeeded)
})

test('a workflow killed while it is taken back is taken back to the end', async () => {
  const host = await openHost()
  await killAt('inside release', host.url, 'failing order')
  expect(await host.notes()).toEqual(['reserve', 'pay pay', 'cancel pay_1'])
  await resume(host)
  expect(await host.notes()).toEqual(['reserve', 'pay pay', 'cancel pay_1', 'release 7'])
  expect(await outcome(host)).toEqual(failed)
})

test('a caller that waits for a host that died goes on itself', async () => {
  const host = await openHost()
  await killAt('between reserve and pay', host.url)
  const order = orderWorkflow(async () => undefined)
  expect(await host.workflows.run(order, { fails: false }, { key: 'cart_1' })).toBe(succeeded.result)
  expect(await host.notes()).toEqual(['reserve', 'pay pay', 'place'])
})

test('a host that looks after others goes on with what a dead one left', async () => {
  const host = await openHost()
  await killAt('inside place', host.url)
  const ended = Promise.withResolvers<void>()
  const order = orderWorkflow(async () => undefined)
  order.after('place', () => host.database.afterCommit(() => ended.resolve()))
  host.workflows.register(order)
  await host.workflows.start({ poll: 0.1 })
  await ended.promise
  await host.workflows.stop()
  expect(await host.notes()).toEqual(['reserve', 'pay pay', 'place'])
  expect(await outcome(host)).toEqual(succeeded)
})

test('attempts that failed before a crash count after it, and the key stays the same', async () => {
  const host = await openHost()
  await killAt('print 2', host.url, 'ship')
  await resume(host)
  const [row] = await host.database.query(
    `select attempts, status from stoa_workflows.step where name = 'print'`,
  )
  expect(row).toEqual({ attempts: 3, status: 'done' })
  expect(await host.notes()).toEqual(['print 1, print', 'print 2, print', 'print 2, print', 'print 3, print'])
})

test('a process that is killed while its execution rests takes nothing with it', async () => {
  const host = await openHost()
  await killAt('at rest', host.url, 'ship')
  await host.workflows.signal('courier.came', { subject: 'cart_1' })
  await resume(host)
  expect(await outcome(host)).toEqual({ status: 'succeeded', result: 'shipped' })
})
