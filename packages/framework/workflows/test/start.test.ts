import { Database } from '@stoa/kernel'
import { createBarrier } from '@stoa/testing'
import { expect, test } from 'vitest'
import { defineWorkflow, type WorkflowFunction } from '../src/index.ts'
import { openHost } from './host.ts'

const noting = (name = 'noting') =>
  defineWorkflow(name, (input: { text: string }, { step, container }) =>
    step('note', async () => {
      await container.resolve(Database).query('insert into public.effect (name) values ($1)', [input.text])
      return input.text
    }),
  )

test('started in a transaction it begins when that has committed, and not at all if it has not', async () => {
  const { workflows, database, notes } = await openHost()
  const workflow = noting()
  const start = (text: string, fails: boolean) =>
    database.transaction(async () => {
      await workflows.startExecution(workflow, { text })
      if (fails) throw new Error('rolled back')
    })
  await expect(start('never', true)).rejects.toThrow('rolled back')
  await start('committed', false)
  expect(await notes()).toEqual([])
  expect(await workflows.resume()).toBe(1)
  expect(await notes()).toEqual(['committed'])
})

test('hosts hear of it at once', async () => {
  const one = await openHost()
  const two = await openHost(one.url)
  const workflow = noting()
  two.workflows.register(workflow)
  await two.workflows.start({ poll: 600 })
  await one.database.transaction(async () => {
    await one.workflows.startExecution(workflow, { text: 'heard' })
  })
  while ((await one.notes()).length === 0) await new Promise((resolve) => setTimeout(resolve, 10))
  expect(await one.notes()).toEqual(['heard'])
})

test('started with a key that runs it is that execution', async () => {
  const { workflows } = await openHost()
  const workflow = defineWorkflow('waiting', (_: object, { step }) => step.waitFor('answer'))
  const first = await workflows.startExecution(workflow, {}, { key: 'k' })
  await first.rested
  expect((await workflows.startExecution(workflow, {}, { key: 'k' })).id).toBe(first.id)
  expect((await workflows.startExecution(workflow, {}, { key: 'l' })).id).not.toBe(first.id)
})

test('a failure nobody waits for is logged', async () => {
  const { workflows } = await openHost()
  const logged: string[] = []
  await workflows.start({ log: (message) => logged.push(message) })
  const failing = defineWorkflow('failing', async () => {
    throw new Error('no')
  })
  const { rested } = await workflows.startExecution(failing, {})
  await rested
  expect(logged).toEqual(['Workflow failing failed.'])
})

test('in a workflow another is started inside of a step only', async () => {
  const { workflows, notes } = await openHost()
  const inner = noting('inner')
  const outer = (name: string, work: WorkflowFunction<object, unknown>) =>
    workflows.run(defineWorkflow(name, work), {})
  await expect(outer('wrong', () => workflows.startExecution(inner, { text: 'a' }))).rejects.toMatchObject({
    type: 'not_allowed',
  })
  await outer('local', (_, { step }) => step('start', () => workflows.startExecution(inner, { text: 'b' })))
  expect(await workflows.resume()).toBe(1)
  await outer('external', (_, { step }) =>
    step('start', async () => (await workflows.startExecution(inner, { text: 'c' })).rested, {
      external: true,
    }),
  )
  expect(await notes()).toEqual(['b', 'c'])
})

test.each(['', 'x'.repeat(513), 'a\0b'])('a name that no index can hold is refused: %.20j', async (name) => {
  const { workflows } = await openHost()
  await expect(workflows.run(noting(), { text: '' }, { key: name })).rejects.toMatchObject({
    type: 'invalid_data',
  })
  await expect(
    workflows.startExecution(noting(), { text: '' }, { transaction_id: name }),
  ).rejects.toMatchObject({
    type: 'invalid_data',
  })
})

test('hosts that look at the same moment never take the same execution', async () => {
  const one = await openHost()
  const hosts = [one, ...(await Promise.all([1, 2, 3].map(() => openHost(one.url))))]
  const workflow = noting()
  await one.database.transaction(async () => {
    for (let no = 0; no < 20; no += 1) await one.workflows.startExecution(workflow, { text: `${no}` })
  })
  const barrier = createBarrier('all are about to look', hosts.length)
  const taken = hosts.map(async ({ workflows }) => {
    workflows.register(workflow)
    await barrier.arrive()
    let all = 0
    for (let count = 1; count > 0; all += count) count = await workflows.resume()
    return all
  })
  const counts = await Promise.all(taken)
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(20)
  expect((await one.notes()).sort()).toEqual(Array.from({ length: 20 }, (_, no) => `${no}`).sort())
})

test('a host that comes to an execution while another takes it over passes it by', async () => {
  const one = await openHost()
  const two = await openHost(one.url)
  const workflow = noting()
  for (const { workflows } of [one, two]) workflows.register(workflow)
  await one.database.transaction(async () => {
    await one.workflows.startExecution(workflow, { text: 'once' })
  })
  await one.database.transaction(async () => {
    await one.database.query('select from stoa_workflows.execution for update')
    expect(await two.workflows.resume()).toBe(0)
  })
  expect(await two.workflows.resume()).toBe(1)
  expect(await one.workflows.resume()).toBe(0)
  expect(await one.notes()).toEqual(['once'])
})
