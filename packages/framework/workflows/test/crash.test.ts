import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { orderWorkflow } from './crash-shop.ts'
import { type Host, openHost } from './host.ts'

const script = fileURLToPath(new URL('./crashing-process.ts', import.meta.url))

/** Runs an order in a process of its own, which is killed when it comes to that point. */
async function killAt(point: string, url: string, fails = false): Promise<void> {
  const args = ['--conditions=@stoa/source', script, url, point, fails ? 'fails' : 'succeeds']
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  const [said] = await Promise.race([once(child.stdout, 'data'), ended])
  expect(String(said)).toBe('here\n')
  child.kill('SIGKILL')
  await ended
}

/** Goes on with what the dead process left, as soon as its lease is over. */
async function resume({ workflows }: Host): Promise<void> {
  workflows.register(orderWorkflow(async () => undefined))
  while ((await workflows.resume()) === 0) await new Promise((resolve) => setTimeout(resolve, 50))
}

const outcome = async ({ database }: Host) => {
  const [row] = await database.query('select status, result from stoa_workflows.execution')
  return row
}

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
  await killAt('inside release', host.url, true)
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
  expect(await first).toBe(succeeded.result)
  expect(await slow.notes()).toEqual(['reserve', 'pay pay', 'place'])
})
