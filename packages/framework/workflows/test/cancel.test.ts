import { Database } from '@stoa/kernel'
import { createGate, type Gate, untilBlocked } from '@stoa/testing'
import { expect, test } from 'vitest'
import { defineWorkflow, isCanceled } from '../src/index.ts'
import { type Host, openHost } from './host.ts'
import { timePasses } from './time.ts'

/** Reserves, pays and places, and can be held in each of these. */
function ordering(gates: Record<string, Gate> = {}) {
  return defineWorkflow('ordering', async (_: object, { step, container }) => {
    const note = (name: string) =>
      container.resolve(Database).query('insert into public.effect (name) values ($1)', [name])
    const at = async (name: string) => {
      await note(name)
      await gates[name]?.pass()
    }
    await step('reserve', () => at('reserve'), { undo: () => note('release') })
    await step('pay', () => at('pay'), { external: true, undo: () => note('refund') })
    await step('place', () => at('place'), { undo: () => note('unplace') })
    return 'placed'
  })
}

const outcome = (call: Promise<unknown>) =>
  call.then(
    (result) => result,
    (error) => (isCanceled(error) ? 'canceled' : error),
  )

const onlyId = async ({ database }: Host) =>
  (await database.query<{ id: string }>('select id from stoa_workflows.execution'))[0]?.id as string

const statusOf = async (host: Host) => (await host.workflows.retrieveExecution(await onlyId(host))).status

test.each([
  // What a local step did counts for nothing; an outside system has been called, and the call is taken back.
  ['reserve', []],
  ['pay', ['reserve', 'pay', 'refund', 'release']],
  ['place', ['reserve', 'pay', 'refund', 'release']],
])('canceled inside %s it begins nothing more, and takes back what it did', async (name, effects) => {
  const one = await openHost()
  const two = await openHost(one.url)
  const gate = createGate(name)
  const workflow = ordering({ [name]: gate })
  const calls = [one, two].map(({ workflows }) => outcome(workflows.run(workflow, {}, { key: 'cart_1' })))
  await gate.reached
  const canceled = two.workflows.cancel(await onlyId(one))
  const asked = 'select from stoa_workflows.execution where cancel_requested_at is not null'
  while ((await one.database.query(asked)).length === 0);
  gate.open()
  await canceled
  expect(await Promise.all(calls)).toEqual(['canceled', 'canceled'])
  expect(await one.notes()).toEqual(effects)
  expect(await statusOf(one)).toBe('canceled')
  // Its key is free again.
  expect(await one.workflows.run(workflow, {}, { key: 'cart_1' })).toBe('placed')
})

test('one that waits is canceled at once, by whoever wants it', async () => {
  const one = await openHost()
  const two = await openHost(one.url)
  const workflow = defineWorkflow('waiting', async (_: object, { step }) => {
    await step('reserve', () => one.note('reserve'), { undo: () => one.note('release') })
    await step.waitFor('answer')
    await step('never', () => one.note('never'))
  })
  two.workflows.register(workflow)
  const { id, rested } = await one.workflows.startExecution(workflow, {})
  await rested
  await two.workflows.cancel(id)
  expect(await one.notes()).toEqual(['reserve', 'release'])
  expect(await one.workflows.retrieveExecution(id)).toMatchObject({
    status: 'canceled',
    error: { type: 'conflict', code: 'workflow_canceled' },
  })
  await expect(one.workflows.completeStep(id, 'answer')).rejects.toThrow('it is canceled')
})

test('one that sleeps for a moment, or is about to try again, begins nothing more', async () => {
  const host = await openHost()
  let calls = 0
  const workflow = defineWorkflow('resting', async (_: object, { step }) =>
    step(
      'call',
      () => {
        calls += 1
        throw new Error('down')
      },
      { external: true, retry: { attempts: 9, delay: 0.3 }, undo: () => host.note('undo') },
    ),
  )
  const call = outcome(host.workflows.run(workflow, {}))
  while (
    (await host.database.query('select from stoa_workflows.step where due_at is not null')).length === 0
  );
  await host.workflows.cancel(await onlyId(host))
  expect(await call).toBe('canceled')
  expect([calls, await host.notes()]).toEqual([1, ['undo']])
})

test('one whose host died is canceled by another', async () => {
  const one = await openHost()
  const two = await openHost(one.url)
  const gate = createGate('place')
  const workflow = ordering({ place: gate })
  const call = outcome(one.workflows.run(workflow, {}))
  await gate.reached
  await one.database.query(
    `update stoa_workflows.execution set lease_expires_at = now() - interval '1 minute'`,
  )
  two.workflows.register(workflow)
  await two.workflows.cancel(await onlyId(one))
  gate.open()
  expect(await call).toBe('canceled')
  expect(await one.notes()).toEqual(['reserve', 'pay', 'refund', 'release'])
})

/** Holds the execution just before its end is recorded, lets both sides come to its row in one order, and lets go. */
async function race(first: 'finish' | 'cancel') {
  const one = await openHost()
  const two = await openHost(one.url)
  const gate = createGate('at the end')
  const workflow = defineWorkflow('ending', async (_: object, { step }) => {
    await step('reserve', () => one.note('reserve'), { undo: () => one.note('release') })
    await gate.pass()
    return 'done'
  })
  const call = outcome(one.workflows.run(workflow, {}))
  await gate.reached
  const id = await onlyId(one)
  const canceling = Promise.withResolvers<Promise<string>>()
  const cancel = () => canceling.resolve(two.workflows.cancel(id).then(() => 'canceled', String))
  const third = await openHost(one.url)
  await third.database.transaction(async () => {
    await third.database.query('select from stoa_workflows.execution for update')
    const steps = first === 'finish' ? [gate.open, cancel] : [cancel, gate.open]
    for (const [no, step] of steps.entries()) {
      step()
      await untilBlocked(one.url, no + 1)
    }
  })
  return {
    call: await call,
    cancel: await await canceling.promise,
    notes: await one.notes(),
    status: await statusOf(one),
  }
}

test('if it ends before it is canceled, it has ended', async () => {
  expect(await race('finish')).toEqual({
    call: 'done',
    cancel: expect.stringContaining('cannot be canceled any more: it is succeeded'),
    notes: ['reserve'],
    status: 'succeeded',
  })
})

test('if it is canceled before it ends, it is taken back though it was all done', async () => {
  expect(await race('cancel')).toEqual({
    call: 'canceled',
    cancel: 'canceled',
    notes: ['reserve', 'release'],
    status: 'canceled',
  })
})

test('what a part of it cannot take back is tried again, and then it is canceled', async () => {
  const host = await openHost()
  let down = true
  const workflow = defineWorkflow('stubborn', async (_: object, { step }) => {
    await step('reserve', () => host.note('reserve'), {
      undo: () => {
        if (down) throw new Error('down')
        return host.note('release')
      },
    })
    await step.waitFor('answer')
  })
  const { id, rested } = await host.workflows.startExecution(workflow, {})
  await rested
  await expect(host.workflows.cancel(id)).rejects.toMatchObject({
    type: 'conflict',
    message: /not be taken back yet/,
  })
  down = false
  await timePasses(host, 60)
  await host.workflows.resume()
  expect([await statusOf(host), await host.notes()]).toEqual(['canceled', ['reserve', 'release']])
  // Asking again is no harm.
  await host.workflows.cancel(id)
})

test('what cannot be canceled says so', async () => {
  const { workflows, database } = await openHost()
  await expect(workflows.cancel('wf_exec_0')).rejects.toMatchObject({ type: 'not_found' })
  const itself = defineWorkflow('itself', (_: object, { step, execution_id }) =>
    step('stop', () => workflows.cancel(execution_id), { external: true }),
  )
  await expect(workflows.run(itself, {})).rejects.toThrow('cannot cancel itself')
  const done = defineWorkflow('done', async () => 1)
  const { id, rested } = await workflows.startExecution(done, {})
  await rested
  await expect(workflows.cancel(id)).rejects.toMatchObject({ type: 'not_allowed' })
  await expect(database.transaction(() => workflows.cancel(id))).rejects.toThrow('inside a transaction')
})
