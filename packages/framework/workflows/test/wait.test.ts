import { createGate, untilBlocked } from '@stoa/testing'
import { expect, test } from 'vitest'
import {
  defineWorkflow,
  isTimeout,
  type WaitOptions,
  type Workflow,
  type WorkflowFunction,
} from '../src/index.ts'
import { type Host, openHost } from './host.ts'
import { timePasses, untilGivenUp } from './time.ts'

const CAPTURED = 'payment.captured'

const waiting = (work: WorkflowFunction<any, unknown>) =>
  defineWorkflow('waiting', { events: [CAPTURED] }, work)

/** Waits for a payment, and leaves a row for each thing it does. */
const awaitPayment = ({ note }: Host, options: WaitOptions = {}) =>
  waiting(async ({ payment }: { payment: string }, { step }) => {
    await step('ship', () => note('ship'))
    const captured = await step.waitFor('payment', { event: CAPTURED, subject: payment, ...options })
    await step('thank', () => note(`thank for ${captured.amount}`))
    return captured
  })

/** Two hosts on one database that know the same workflow. */
async function twoHosts(define: (host: Host) => Workflow) {
  const one = await openHost()
  const two = await openHost(one.url)
  const workflow = define(one)
  for (const { workflows } of [one, two]) workflows.register(workflow)
  return { one, two, workflow }
}

/** Begins an execution, and comes back when it rests. */
async function startWaiting({ workflows }: Host, workflow: Workflow, input: object = { payment: 'pay_1' }) {
  const { id, rested } = await workflows.startExecution(workflow, input)
  await rested
  return id
}

const statusOf = async ({ workflows }: Host, id: string) => (await workflows.retrieveExecution(id)).status

test('a workflow waits for an event without holding a host, and any host goes on with it', async () => {
  const { one, two, workflow } = await twoHosts(awaitPayment)
  const id = await startWaiting(one, workflow)
  const [row] = await one.database.query(
    'select owner, resume_at::text as until from stoa_workflows.execution',
  )
  expect(row).toEqual({ owner: null, until: 'infinity' })
  expect(await two.workflows.resume()).toBe(0)
  await one.workflows.signal(CAPTURED, { subject: 'pay_2', payload: { amount: 5 } })
  await one.workflows.signal('payment.refunded', { subject: 'pay_1', payload: { amount: 6 } })
  expect(await two.workflows.resume()).toBe(0)
  await one.workflows.signal(CAPTURED, { subject: 'pay_1', payload: { amount: 7 } })
  expect(await two.workflows.resume()).toBe(1)
  expect(await one.workflows.retrieveExecution(id)).toMatchObject({
    status: 'succeeded',
    result: { amount: 7 },
  })
  expect(await one.notes()).toEqual(['ship', 'thank for 7'])
})

test('a hundred that wait take no connection', async () => {
  const host = await openHost()
  const workflow = awaitPayment(host)
  const starts = Array.from({ length: 100 }, (_, no) =>
    startWaiting(host, workflow, { payment: `pay_${no}` }),
  )
  await Promise.all(starts)
  expect(host.database.pool.totalCount - host.database.pool.idleCount).toBe(0)
  expect(await host.workflows.counts()).toMatchObject({ waiting: 100, running: 0 })
})

test('a caller hears what came of it, wherever it went on', async () => {
  const { one, two, workflow } = await twoHosts(awaitPayment)
  const calls = [one, two].map(({ workflows }) => workflows.run(workflow, { payment: 'pay_1' }, { key: 'k' }))
  await untilGivenUp(one)
  await two.workflows.signal(CAPTURED, { subject: 'pay_1', payload: { amount: 7 } })
  await two.workflows.resume()
  expect(await Promise.all(calls)).toEqual([{ amount: 7 }, { amount: 7 }])
  expect(await one.notes()).toEqual(['ship', 'thank for 7'])
})

test('a caller who does not want to wait that long is told so, and the execution goes on', async () => {
  const { one, workflow } = await twoHosts(awaitPayment)
  const call = one.workflows.run(workflow, { payment: 'pay_1' }, { wait: 0.2 })
  await expect(call).rejects.toMatchObject({
    type: 'conflict',
    message: expect.stringContaining('did not end'),
  })
  await one.workflows.signal(CAPTURED, { subject: 'pay_1', payload: { amount: 7 } })
  expect(await one.workflows.resume()).toBe(1)
  expect(await one.notes()).toEqual(['ship', 'thank for 7'])
})

test('hosts are woken by a signal, and one of them goes on', async () => {
  const { one, two, workflow } = await twoHosts(awaitPayment)
  for (const { workflows } of [one, two]) await workflows.start({ poll: 600 })
  const call = one.workflows.run(workflow, { payment: 'pay_1' })
  await untilGivenUp(one)
  await one.workflows.signal(CAPTURED, { subject: 'pay_1', payload: { amount: 7 } })
  expect(await call).toEqual({ amount: 7 })
  expect(await one.notes()).toEqual(['ship', 'thank for 7'])
})

test('a signal that comes before the step is kept, one that came before the execution is not', async () => {
  const host = await openHost()
  const { workflows } = host
  const gate = createGate('shipping')
  const workflow = waiting(async (_: object, { step }) => {
    await step('ship', () => gate.pass())
    return step.waitFor('payment', { event: CAPTURED, subject: 'pay_1', timeout: 60 })
  })
  await workflows.signal(CAPTURED, { subject: 'pay_1', payload: 'too early' })
  const running = workflows.run(workflow, {})
  await gate.reached
  await workflows.signal(CAPTURED, { subject: 'pay_1', payload: 'just in time' })
  gate.open()
  expect(await running).toBe('just in time')
})

test('the same signal twice is one, and each is given once to each execution', async () => {
  const { one, workflow } = await twoHosts(() =>
    waiting(async (_: object, { step }) => [
      await step.waitFor('first', { event: CAPTURED, subject: 'order_1' }),
      await step.waitFor('second', { event: CAPTURED, subject: 'order_1' }),
    ]),
  )
  const ids = [await startWaiting(one, workflow), await startWaiting(one, workflow)]
  const send = (id: string) => one.workflows.signal(CAPTURED, { subject: 'order_1', payload: id, id })
  await send('evt_1')
  await send('evt_1')
  while ((await one.workflows.resume()) > 0);
  expect(await Promise.all(ids.map((id) => statusOf(one, id)))).toEqual(['running', 'running'])
  await send('evt_2')
  while ((await one.workflows.resume()) > 0);
  for (const id of ids) {
    expect((await one.workflows.retrieveExecution(id)).result).toEqual(['evt_1', 'evt_2'])
  }
})

test('two waits of one execution for the same thing share no signal', async () => {
  const { one, workflow } = await twoHosts(() =>
    waiting(async (_: object, { step }) =>
      Promise.all(['first', 'second'].map((name) => step.waitFor(name, { event: CAPTURED, subject: 'a' }))),
    ),
  )
  const id = await startWaiting(one, workflow)
  await one.workflows.signal(CAPTURED, { subject: 'a', payload: 1 })
  await one.workflows.resume()
  expect(await statusOf(one, id)).toBe('running')
  await one.workflows.signal(CAPTURED, { subject: 'a', payload: 2 })
  await one.workflows.resume()
  expect((await one.workflows.retrieveExecution(id)).result).toEqual([1, 2])
})

test('only events that match count, whether they come early or late', async () => {
  const { one, workflow } = await twoHosts((host) => awaitPayment(host, { match: { status: 'paid' } }))
  const early = createGate('early')
  const remove = workflow.before('ship', () => early.pass())
  const { rested } = await one.workflows.startExecution(workflow, { payment: 'pay_1' })
  await early.reached
  remove()
  const send = (status: string, amount: number) =>
    one.workflows.signal(CAPTURED, { subject: 'pay_1', payload: { status, amount, more: [1] } })
  await send('pending', 1)
  early.open()
  await rested
  await send('refused', 2)
  expect(await one.workflows.resume()).toBe(0)
  await send('paid', 3)
  expect(await one.workflows.resume()).toBe(1)
  expect(await one.notes()).toEqual(['ship', 'thank for 3'])
})

test('what waits too long gets an error that it can tell', async () => {
  const { one, workflow } = await twoHosts(({ note }) =>
    waiting(async (_: object, { step }) => {
      try {
        return await step.waitFor('payment', { event: CAPTURED, subject: 'pay_1', timeout: 3600 })
      } catch (error) {
        await step('remind', () => note(`remind: ${isTimeout(error)}`))
        return step.waitFor('payment, reminded', { event: CAPTURED, subject: 'pay_1', timeout: 3600 })
      }
    }),
  )
  const id = await startWaiting(one, workflow)
  await timePasses(one, 3599)
  expect(await one.workflows.resume()).toBe(0)
  await timePasses(one, 1)
  expect(await one.workflows.resume()).toBe(1)
  expect(await one.notes()).toEqual(['remind: true'])
  await timePasses(one, 3600)
  await one.workflows.resume()
  const { status, error, steps } = await one.workflows.retrieveExecution(id)
  expect(status).toBe('failed')
  expect(error).toMatchObject({ type: 'conflict', code: 'step_timeout' })
  expect(error?.message).toContain('waited 3600 seconds for payment.captured pay_1 in vain')
  expect(steps.map((step) => step.status)).toEqual(['failed', 'done', 'failed'])
})

test('the function does not notice that it is given up: nothing is caught, nothing is finally done', async () => {
  const noticed: string[] = []
  const { one, workflow } = await twoHosts(() =>
    waiting(async (_: object, { step }) => {
      try {
        return await step.waitFor('payment', { event: CAPTURED, subject: 'pay_1' })
      } catch {
        noticed.push('caught')
      } finally {
        noticed.push('finally')
      }
    }),
  )
  await startWaiting(one, workflow)
  expect(noticed).toEqual([])
  await one.workflows.signal(CAPTURED, { subject: 'pay_1' })
  await one.workflows.resume()
  expect(noticed).toEqual(['finally'])
})

test('what comes first counts, and all that come count', async () => {
  const { one, workflow } = await twoHosts(() =>
    waiting(async (_: object, { step }) => {
      const first = await Promise.race([
        step.waitFor('a', { event: CAPTURED, subject: 'a' }),
        step.waitFor('b', { event: CAPTURED, subject: 'b' }),
        step.sleep('a day', 86_400).then(() => 'time'),
      ])
      const all = await Promise.all([
        step.waitFor('c', { event: CAPTURED, subject: 'c' }),
        step.waitFor('d', { event: CAPTURED, subject: 'd' }),
      ])
      return [first, ...all]
    }),
  )
  const id = await startWaiting(one, workflow)
  for (const subject of ['b', 'd', 'a', 'c']) {
    await one.workflows.signal(CAPTURED, { subject, payload: subject })
    await one.workflows.resume()
  }
  expect((await one.workflows.retrieveExecution(id)).result).toEqual(['b', 'c', 'd'])
})

test('as long as something else is under way the execution is kept', async () => {
  const host = await openHost()
  const gate = createGate('packing')
  const workflow = waiting(async (_: object, { step }) =>
    Promise.all([
      step.waitFor('payment', { event: CAPTURED, subject: 'pay_1' }),
      step('pack', () => gate.pass(), { external: true }),
    ]),
  )
  const { id, rested } = await host.workflows.startExecution(workflow, {})
  await gate.reached
  while ((await host.workflows.retrieveExecution(id)).steps.length < 2);
  await host.workflows.signal(CAPTURED, { subject: 'pay_1', payload: 7 })
  expect(await host.workflows.resume()).toBe(0)
  gate.open()
  await rested
  expect(await host.workflows.retrieveExecution(id)).toMatchObject({ status: 'succeeded', result: [7, null] })
})

test('a short sleep is slept, a long one gives the execution up', async () => {
  const { one, two, workflow } = await twoHosts(({ note }) =>
    waiting(async ({ until }: { until: string }, { step }) => {
      await step.sleep('a moment', 0.05)
      await step('wake', () => note('wake'))
      await step.sleep('a week', 7 * 86_400)
      await step('again', () => note('again'))
      await step.sleep('until then', new Date(until))
    }),
  )
  const id = await startWaiting(one, workflow, { until: '2020-01-01T00:00:00Z' })
  expect(await one.notes()).toEqual(['wake'])
  await timePasses(one, 7 * 86_400)
  expect(await two.workflows.resume()).toBe(1)
  expect(await one.notes()).toEqual(['wake', 'again'])
  expect(await statusOf(one, id)).toBe('succeeded')
})

test('a step is answered from outside, also before it waits, and once', async () => {
  const { one, workflow } = await twoHosts(() =>
    waiting(async (_: object, { step, execution_id }) => {
      const order = await step('order', () => execution_id, { external: true })
      const first = await step.waitFor('label')
      const second = await step.waitFor('handover', { timeout: 3600 })
      return { order, first, second }
    }),
  )
  const id = await startWaiting(one, workflow)
  await one.workflows.completeStep(id, 'handover', { by: 'courier' })
  expect(await one.workflows.resume()).toBe(0)
  await expect(one.workflows.completeStep(id, 'handover', 2)).rejects.toMatchObject({ type: 'not_allowed' })
  await expect(one.workflows.completeStep(id, 'order', 2)).rejects.toMatchObject({ type: 'not_allowed' })
  await expect(one.workflows.completeStep('wf_exec_0', 'label', 2)).rejects.toMatchObject({
    type: 'not_found',
  })
  await one.workflows.completeStep(id, 'label', 'lbl_1')
  expect(await one.workflows.resume()).toBe(1)
  expect((await one.workflows.retrieveExecution(id)).result).toEqual({
    order: id,
    first: 'lbl_1',
    second: { by: 'courier' },
  })
  await expect(one.workflows.completeStep(id, 'label', 2)).rejects.toThrow('it is succeeded')
})

test('a step that is said to have failed fails, and what went before is taken back', async () => {
  const { one, workflow } = await twoHosts(({ note }) =>
    waiting(async (_: object, { step }) => {
      await step('order', () => note('order'), { undo: () => note('cancel') })
      await step.waitFor('label')
    }),
  )
  const id = await startWaiting(one, workflow)
  await one.workflows.failStep(id, 'label', new Error('The printer is on fire.'))
  await one.workflows.resume()
  expect(await one.workflows.retrieveExecution(id)).toMatchObject({
    status: 'failed',
    error: { message: 'The printer is on fire.' },
  })
  expect(await one.notes()).toEqual(['order', 'cancel'])
})

test('what cannot be waited for is refused', async () => {
  const { workflows } = await openHost()
  let no = 0
  const run = (work: WorkflowFunction<any, unknown>) => {
    no += 1
    return workflows.run(defineWorkflow(`odd-${no}`, { events: [CAPTURED] }, work), {})
  }
  await expect(run((_, { step }) => step.waitFor('a', { event: 'other', subject: 'b' }))).rejects.toThrow(
    'events',
  )
  await expect(run((_, { step }) => step.waitFor('a', { event: CAPTURED }))).rejects.toThrow('about what')
  await expect(run((_, { step }) => step.waitFor('a', { match: {} }))).rejects.toThrow('of which event')
  await expect(run((_, { step }) => step.waitFor('a', { timeout: -1 }))).rejects.toThrow('seconds')
  const odd = ['x'.repeat(600), 'a\0b']
  for (const subject of odd) {
    await expect(run((_, { step }) => step.waitFor('a', { event: CAPTURED, subject }))).rejects.toThrow('NUL')
    await expect(workflows.signal(CAPTURED, { subject })).rejects.toMatchObject({ type: 'invalid_data' })
    await expect(workflows.completeStep('wf_exec_0', subject)).rejects.toMatchObject({ type: 'invalid_data' })
    await expect(run((_, { step }) => step(subject, () => 1))).rejects.toThrow('name of a step')
  }
  const match = { text: 'a\0b' }
  await expect(
    run((_, { step }) => step.waitFor('a', { event: CAPTURED, subject: 'b', match })),
  ).rejects.toThrow('cannot hold')
  await expect(run((_, { step }) => step.sleep('a', Number.NaN))).rejects.toThrow('seconds')
  await expect(run((_, { step }) => step.sleep('a', new Date('x')))).rejects.toThrow('no date')
  const inner = defineWorkflow('inner', (_: object, { step }) => step.sleep('a', 1))
  await expect(run((_, { step }) => step('call', () => workflows.run(inner, {})))).rejects.toThrow(
    '"a" waits',
  )
  const hooked = defineWorkflow('hooked', (_: object, { step }) => step.sleep('a', 1))
  hooked.after('a', () => undefined)
  await expect(workflows.run(hooked, {})).rejects.toThrow('only waits')
})

test('a signal in a transaction that fails was none', async () => {
  const { one, workflow } = await twoHosts(awaitPayment)
  await startWaiting(one, workflow)
  const failing = one.database.transaction(async () => {
    await one.workflows.signal(CAPTURED, { subject: 'pay_1', payload: { amount: 7 } })
    throw new Error('rolled back')
  })
  await expect(failing).rejects.toThrow('rolled back')
  expect(await one.workflows.resume()).toBe(0)
})

// The ways in which a signal and a wait can miss each other, each forced.

test('a signal not yet committed when the step begins to wait is waited for', async () => {
  const { one, two, workflow } = await twoHosts(awaitPayment)
  const gate = createGate('shipped')
  workflow.after('ship', () => gate.pass())
  const call = one.workflows.run(workflow, { payment: 'pay_1' })
  await gate.reached
  await two.database.transaction(async () => {
    await two.workflows.signal(CAPTURED, { subject: 'pay_1', payload: { amount: 7 } })
    gate.open()
    await untilBlocked(one.url)
  })
  expect(await call).toEqual({ amount: 7 })
})

test('a signal sent before the execution began, but committed after, is not lost', async () => {
  const { one, two, workflow } = await twoHosts(awaitPayment)
  let call: Promise<unknown> | undefined
  await two.database.transaction(async () => {
    await two.workflows.signal(CAPTURED, { subject: 'pay_1', payload: { amount: 7 } })
    call = one.workflows.run(workflow, { payment: 'pay_1' })
    await untilBlocked(one.url)
  })
  expect(await call).toEqual({ amount: 7 })
})

test('a signal that comes while the host gives the execution up keeps it there', async () => {
  const { one, two, workflow } = await twoHosts(awaitPayment)
  const gate = createGate('shipped')
  workflow.after('ship', () => gate.pass())
  const { id, rested } = await one.workflows.startExecution(workflow, { payment: 'pay_1' })
  await gate.reached
  await two.database.transaction(async () => {
    // Steps may be recorded, but the execution cannot be given up.
    await two.database.query('select from stoa_workflows.execution for share')
    gate.open()
    await untilBlocked(one.url)
    await two.workflows.signal(CAPTURED, { subject: 'pay_1', payload: { amount: 7 } })
  })
  await rested
  expect(await statusOf(one, id)).toBe('succeeded')
  expect(await one.notes()).toEqual(['ship', 'thank for 7'])
})

test('a signal at the moment when the time is over: one of the two counts', async () => {
  let point = async () => undefined as unknown
  const { one, two, workflow } = await twoHosts(() =>
    waiting(async (_: object, { step }) => {
      await point()
      return step.waitFor('payment', { event: CAPTURED, subject: 'pay_1', timeout: 60 })
    }),
  )
  const id = await startWaiting(one, workflow)
  await timePasses(one, 60)
  // A host holds it for its time is over, and has not written that down.
  const gate = createGate('going on')
  point = () => gate.pass()
  const resumed = one.workflows.resume()
  await gate.reached
  await two.database.transaction(async () => {
    await two.workflows.signal(CAPTURED, { subject: 'pay_1', payload: { amount: 7 } })
    gate.open()
    await untilBlocked(one.url)
  })
  await resumed
  expect((await one.workflows.retrieveExecution(id)).result).toEqual({ amount: 7 })
})

test('a signal that is not committed yet keeps nobody from looking after others', async () => {
  const { one, two, workflow } = await twoHosts((host) => awaitPayment(host, { timeout: 60 }))
  await startWaiting(one, workflow)
  await timePasses(one, 60)
  await two.database.transaction(async () => {
    await two.workflows.signal(CAPTURED, { subject: 'pay_1', payload: { amount: 7 } })
    expect(await one.workflows.resume()).toBe(0)
  })
  expect(await one.workflows.resume()).toBe(1)
  expect(await one.notes()).toEqual(['ship', 'thank for 7'])
})

test('what was first is first again when the function runs again', async () => {
  const slow = createGate('slow')
  const { one, two, workflow } = await twoHosts(() =>
    waiting(async (_: object, { step }) => {
      const steps = [
        step('slow', () => slow.pass().then(() => 'slow'), { external: true }),
        step('fast', () => 'fast'),
      ]
      const first = await Promise.race(steps)
      slow.open()
      await Promise.all(steps)
      await step.waitFor('payment', { event: CAPTURED, subject: 'pay_1' })
      return first
    }),
  )
  const id = await startWaiting(one, workflow)
  await one.workflows.signal(CAPTURED, { subject: 'pay_1' })
  await two.workflows.resume()
  expect((await one.workflows.retrieveExecution(id)).result).toBe('fast')
})
