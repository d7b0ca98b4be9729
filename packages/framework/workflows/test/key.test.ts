import { StoaError } from '@stoa/kernel'
import { createGate } from '@stoa/testing'
import { expect, test } from 'vitest'
import { defineWorkflow } from '../src/index.ts'
import { type Host, openHost } from './host.ts'

/** Waits until so many callers have found the one execution that runs. */
async function untilJoined({ database }: Host, callers: number): Promise<void> {
  const joined = 'select from stoa_workflows.execution where joined = $1'
  while ((await database.query(joined, [callers])).length === 0) {
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** A workflow that waits at a gate, and counts how often it ran. */
function counting(name: string, options = {}) {
  const gate = createGate(`${name} is running`)
  let runs = 0
  const workflow = defineWorkflow(name, options, async (input: { cart: string }, { step }) => {
    const no = await step('count', () => {
      runs += 1
      return runs
    })
    await step('wait', () => gate.pass())
    return { order: `${input.cart} ${no}` }
  })
  return { workflow, gate, runs: () => runs }
}

test('ten calls with one key on two hosts are one execution with ten equal answers', async () => {
  const one = await openHost()
  const two = await openHost(one.url)
  await two.workflows.start()
  const { workflow, gate, runs } = counting('complete')
  const calls = Array.from({ length: 10 }, (_, no) =>
    (no % 2 ? one : two).workflows.run(workflow, { cart: 'cart_1' }, { key: 'cart_1' }),
  )
  await gate.reached
  await untilJoined(one, 9)
  gate.open()
  const answers = await Promise.all(calls)
  expect(runs()).toBe(1)
  expect(answers).toEqual(Array(10).fill({ order: 'cart_1 1' }))
})

test('those who wait for a run that fails get its error', async () => {
  const one = await openHost()
  const two = await openHost(one.url)
  const gate = createGate('authorizing')
  const failing = defineWorkflow('failing', (_: object, { step }) =>
    step('authorize', async () => {
      await gate.pass()
      throw new StoaError('payment_authorization_error', 'The card was declined.', { code: 'declined' })
    }),
  )
  const first = one.workflows.run(failing, {}, { key: 'k' })
  await gate.reached
  const others = [one, two].map(({ workflows }) => workflows.run(failing, {}, { key: 'k' }))
  for (const call of [first, ...others]) call.catch(() => undefined)
  await untilJoined(one, 2)
  gate.open()
  for (const call of [first, ...others]) {
    await expect(call).rejects.toMatchObject({
      name: 'StoaError',
      type: 'payment_authorization_error',
      code: 'declined',
      message: 'The card was declined.',
    })
  }
})

test('other keys and no keys do not wait', async () => {
  const { workflows } = await openHost()
  const { workflow, gate, runs } = counting('separate')
  const held = workflows.run(workflow, { cart: 'a' }, { key: 'a' })
  await gate.reached
  gate.open()
  await Promise.all([
    held,
    workflows.run(workflow, { cart: 'b' }, { key: 'b' }),
    workflows.run(workflow, { cart: 'c' }),
    workflows.run(workflow, { cart: 'c' }),
  ])
  expect(runs()).toBe(4)
})

test('a key may run again once it has ended, unless it is to succeed once', async () => {
  const { workflows } = await openHost()
  const often = counting('often')
  const once = counting('once', { once: true })
  often.gate.open()
  once.gate.open()
  for (const { workflow } of [often, once]) {
    await workflows.run(workflow, { cart: 'a' }, { key: 'a' })
    await workflows.run(workflow, { cart: 'a' }, { key: 'a' })
  }
  expect([often.runs(), once.runs()]).toEqual([2, 1])
  expect(await workflows.run(once.workflow, { cart: 'other' }, { key: 'a' })).toEqual({ order: 'a 1' })
})

test('a failed run of a key that is to succeed once can be run again', async () => {
  const { workflows } = await openHost()
  let broken = true
  const flaky = defineWorkflow('flaky', { once: true }, (_: object, { step }) =>
    step('try', () => {
      if (broken) throw new Error('not today')
      return 'done'
    }),
  )
  await expect(workflows.run(flaky, {}, { key: 'a' })).rejects.toThrow('not today')
  broken = false
  expect(await workflows.run(flaky, {}, { key: 'a' })).toBe('done')
})

test('who waits too long is told so', async () => {
  const { workflows } = await openHost()
  const { workflow, gate } = counting('long')
  const held = workflows.run(workflow, { cart: 'a' }, { key: 'a' })
  await gate.reached
  const impatient = workflows.run(workflow, { cart: 'a' }, { key: 'a', wait: 0 })
  await expect(impatient).rejects.toMatchObject({ type: 'conflict' })
  gate.open()
  await held
})
