import { Events } from '@stoa/events'
import { provide } from '@stoa/kernel'
import { createTestDatabase, type TestDatabase } from '@stoa/testing'
import { defineWorkflow, Workflows, WorkflowsOptions } from '@stoa/workflows'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Host, type HostOptions, startHost } from '../src/index.ts'

const secrets = { jwt_secret: 'a secret of the tests', cookie_secret: 'another secret of the tests' }

let database: TestDatabase
let host: Host | undefined

beforeEach(async () => {
  database = await createTestDatabase()
})

afterEach(async () => {
  await host?.stop()
  await database.drop()
})

const start = async (config: HostOptions['config'] = {}) => {
  host = await startHost({ ...secrets, database: database.url, config, metrics: {} })
  return host.modules
}

test('a workflow goes on when the event it waits for is emitted', async () => {
  const ship = defineWorkflow(
    'ship',
    { events: ['payment.captured'] },
    (input: { payment: string }, { step }) =>
      step.waitFor('payment', { event: 'payment.captured', subject: input.payment, timeout: 3600 }),
  )
  const modules = await start({ workflows: [ship] })
  const workflows = modules.resolve(Workflows)
  const { id, rested } = await workflows.startExecution(ship, { payment: 'pay_1' })
  await rested
  const { payload } = await (host as Host).app.inject('/metrics')
  for (const line of ['{state="waiting"} 1', '{state="compensation_failed"} 0', '_stuck 0']) {
    expect(payload).toContain(`\nstoa_workflows${line}\n`)
  }
  await modules.transaction(async () => {
    const events = modules.resolve(Events)
    await events.emit('payment.captured', { id: 'pay_2', amount: 1 })
    await events.emit('payment.captured', { id: 'pay_1', amount: 2 })
  })
  await vi.waitFor(async () => expect((await workflows.retrieveExecution(id)).status).toBe('succeeded'), {
    timeout: 20_000,
    interval: 50,
  })
  expect((await workflows.retrieveExecution(id)).result).toEqual({ id: 'pay_1', amount: 2 })
})

test('old executions are removed by a job', async () => {
  const options = new WorkflowsOptions({ keep_succeeded_days: 0 })
  const modules = await start({ providers: [provide(WorkflowsOptions, () => options)] })
  const workflows = modules.resolve(Workflows)
  const empty = defineWorkflow('empty', async () => 1)
  const { id, rested } = await workflows.startExecution(empty, {})
  await rested
  await modules.resolve(Events).runJob('stoa.prune-workflows')
  await vi.waitFor(
    () => expect(workflows.retrieveExecution(id)).rejects.toMatchObject({ type: 'not_found' }),
    {
      timeout: 20_000,
      interval: 50,
    },
  )
})
