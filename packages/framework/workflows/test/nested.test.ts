import { createBarrier } from '@stoa/testing'
import { expect, test } from 'vitest'
import { defineWorkflow, type WorkflowFunction, Workflows } from '../src/index.ts'
import { connect } from './connect.ts'
import { type Host, openHost } from './host.ts'

const innerOf = ({ note }: Host) =>
  defineWorkflow('inner', async (input: { no: number }, { step }) => {
    await step('one', () => note(`one ${input.no}`), { undo: () => note(`undo one ${input.no}`) })
    return step('two', () => {
      if (input.no < 0) throw new Error('negative')
      return input.no * 2
    })
  })

const runner = (workflows: Workflows, work: WorkflowFunction<object, unknown>) =>
  workflows.run(defineWorkflow('outer', work), {})

test('a workflow called in the function of another is a part of it', async () => {
  const host = await openHost()
  const { workflows, notes } = host
  const inner = innerOf(host)
  let id = ''
  const outer = defineWorkflow('outer', async (_: object, { step, execution_id }) => {
    id = execution_id
    const a = await workflows.run(inner, { no: 1 }, { key: 'same' })
    const b = await workflows.run(inner, { no: 2 }, { key: 'same', name: 'again' })
    return step('sum', () => a + b)
  })
  expect(await workflows.run(outer, {}, { key: 'same' })).toBe(6)
  expect(await notes()).toEqual(['one 1', 'one 2'])
  const { steps } = await workflows.retrieveExecution(id)
  expect(steps.map(({ name }) => name)).toEqual(['inner/one', 'inner/two', 'again/one', 'again/two', 'sum'])
})

test('its steps are taken back with those of the other', async () => {
  const host = await openHost()
  const { workflows, note, notes } = host
  const inner = innerOf(host)
  const failing = runner(workflows, async (_, { step }) => {
    await step('zero', () => note('zero'), { undo: () => note('undo zero') })
    await workflows.run(inner, { no: 1 })
    throw new Error('late')
  })
  await expect(failing).rejects.toThrow('late')
  expect(await notes()).toEqual(['zero', 'one 1', 'undo one 1', 'undo zero'])
})

test('if it fails by itself and the other goes on, it alone is taken back', async () => {
  const host = await openHost()
  const { workflows, note, notes } = host
  const inner = innerOf(host)
  const result = await runner(workflows, async (_, { step }) => {
    await step('zero', () => note('zero'), { undo: () => note('undo zero') })
    await workflows.run(inner, { no: -1 }).catch(() => undefined)
    return 'went on'
  })
  expect(result).toBe('went on')
  expect(await notes()).toEqual(['zero', 'one -1', 'undo one -1'])
})

test('called in a local step it commits with the step, or not at all', async () => {
  const host = await openHost()
  const { workflows, notes } = host
  const inner = innerOf(host)
  const call = (no: number) =>
    runner(workflows, (_, { step }) => step('call', () => workflows.run(inner, { no }, { key: 'k' })))
  await expect(call(-1)).rejects.toThrow('negative')
  expect(await notes()).toEqual([])
})

test('called in a local step it cannot call outside systems', async () => {
  const { workflows } = await openHost()
  const pay = defineWorkflow('pay', (_: object, { step }) => step('authorize', () => 1, { external: true }))
  const failing = runner(workflows, (_, { step }) => step('call', () => workflows.run(pay, {})))
  await expect(failing).rejects.toThrow('"authorize" is external')
})

test('called in an external step it is an execution of its own, and cannot wait for itself', async () => {
  const host = await openHost()
  const { workflows } = host
  const inner = innerOf(host)
  const outer = defineWorkflow(
    'outer',
    (input: { depth: number }, { step }): Promise<unknown> =>
      step(
        'call',
        (): Promise<unknown> =>
          input.depth === 0
            ? workflows.run(inner, { no: 4 }, { key: 'k' })
            : workflows.run(outer, { depth: input.depth - 1 }, { key: 'k' }),
        { external: true },
      ),
  )
  expect(await workflows.run(outer, { depth: 0 }, { key: 'k' })).toBe(8)
  await expect(workflows.run(outer, { depth: 1 }, { key: 'k' })).rejects.toThrow('would wait for itself')
})

test('many at once need no more connections than there are, however deep they call', async () => {
  const { url } = await openHost()
  const modules = await connect({ url, max_connections: 2 })
  const workflows = modules.resolve(Workflows)
  const inner = defineWorkflow('inner', (_: object, { step }) => step('one', () => 1))
  const outer = defineWorkflow('outer', async (_: object, { step }) => {
    const part = await workflows.run(inner, {})
    const inside = await step('inside', () => workflows.run(inner, {}))
    const apart = await step('apart', () => workflows.run(inner, {}, { key: 'k' }), { external: true })
    return part + inside + apart
  })
  const calls = Array.from({ length: 20 }, () => workflows.run(outer, {}))
  expect(await Promise.all(calls)).toEqual(Array(20).fill(3))
  await modules.close()
})

test('two that wait for each other do not wait for ever', async () => {
  const { workflows } = await openHost()
  const both = createBarrier('both run', 2)
  const waiting = defineWorkflow(
    'waiting',
    (input: { other: string }, { step }): Promise<unknown> =>
      step(
        'call',
        async (): Promise<unknown> => {
          await both.arrive()
          return workflows.run(waiting, { other: '' }, { key: input.other, wait: 0.2 })
        },
        { external: true },
      ),
  )
  const calls = ['a', 'b'].map((key) => workflows.run(waiting, { other: key === 'a' ? 'b' : 'a' }, { key }))
  await Promise.all(calls.map((call) => expect(call).rejects.toMatchObject({ type: 'conflict' })))
})
