import { provide } from '@stoa/kernel'
import { expect, test } from 'vitest'
import { defineWorkflow, WorkflowsOptions } from '../src/index.ts'
import { type Host, openHost } from './host.ts'

const ok = defineWorkflow('ok', (_: object, { step }) => step('a', () => 1))
const once = defineWorkflow('once', { once: true }, (_: object, { step }) => step('a', () => Math.random()))
const failing = defineWorkflow('failing', (_: object, { step }) =>
  step('a', () => {
    throw new Error('no')
  }),
)
const unending = defineWorkflow('unending', { events: ['answer'] }, (_: object, { step }) =>
  step.waitFor('a', { event: 'answer', subject: 'a' }),
)

const age = ({ database }: Host, days: number) =>
  database.query(
    `update stoa_workflows.execution set created_at = created_at - $1::float8 * interval '1 day',
       finished_at = finished_at - $1::float8 * interval '1 day'`,
    [days],
  )

const kept = async ({ database }: Host) => {
  const rows = await database.query<{ name: string; steps: number }>(
    `select workflow as name, (select count(*)::int from stoa_workflows.step where execution_id = e.id) as steps
     from stoa_workflows.execution e order by workflow`,
  )
  return Object.fromEntries(rows.map(({ name, steps }) => [name, steps]))
}

async function busyHost(): Promise<Host & { guarded: number }> {
  const host = await openHost()
  const { workflows } = host
  await workflows.run(ok, {}, { key: 'k' })
  await expect(workflows.run(failing, {})).rejects.toThrow('no')
  const { rested } = await workflows.startExecution(unending, {})
  await rested
  const waiting = await workflows.startExecution(
    defineWorkflow('canceled', (_: object, { step }) => step.waitFor('a')),
    {},
  )
  await waiting.rested
  await workflows.cancel(waiting.id)
  return { ...host, guarded: await workflows.run(once, { n: 1 }, { key: 'k' }) }
}

test('what succeeded goes after a week, what failed after a month, what runs never', async () => {
  const host = await busyHost()
  await age(host, 6.9)
  expect(await host.workflows.prune()).toBe(0)
  await age(host, 0.2)
  expect(await host.workflows.prune()).toBe(2)
  expect(await kept(host)).toEqual({ canceled: 1, failing: 1, once: 0, unending: 1 })
  await age(host, 22)
  expect(await host.workflows.prune()).toBe(0)
  await age(host, 1)
  expect(await host.workflows.prune()).toBe(2)
  expect(await kept(host)).toEqual({ once: 0, unending: 1 })
})

test('one that succeeded once for good guards its key for ever, with its result', async () => {
  const host = await busyHost()
  await age(host, 400)
  await host.workflows.prune()
  expect(await host.workflows.run(once, { n: 2 }, { key: 'k' })).toBe(host.guarded)
  const [row] = await host.database.query(
    `select input from stoa_workflows.execution where workflow = 'once'`,
  )
  expect(row).toEqual({ input: null })
})

test('one that could not be taken back stays for somebody to look at', async () => {
  const host = await openHost()
  await expect(host.workflows.run(failing, {})).rejects.toThrow('no')
  await host.database.query(`update stoa_workflows.execution set status = 'compensation_failed'`)
  await age(host, 400)
  expect(await host.workflows.prune()).toBe(0)
})

test('how long is an option, and thousands go in batches', async () => {
  const one = await openHost()
  const options = new WorkflowsOptions({ keep_succeeded_days: 1 })
  const host = await openHost(one.url, [provide(WorkflowsOptions, () => options)])
  await host.database.query(
    `insert into stoa_workflows.execution (id, workflow, version, status, finished_at)
     select 'wf_exec_' || no, 'many', 1, 'succeeded', now() - interval '2 days' from generate_series(1, 2500) no`,
  )
  await host.workflows.run(ok, {})
  const deletes: string[] = []
  host.database.onStatement((text) => {
    if (text.includes('delete from stoa_workflows.execution')) deletes.push(text)
  })
  expect(await host.workflows.prune()).toBe(2500)
  expect(await kept(host)).toEqual({ ok: 1 })
  // Three of those that succeeded, one of those that failed.
  expect(deletes).toHaveLength(4)
})

test('signals go when nobody can come to wait for them any more', async () => {
  const host = await busyHost()
  const { workflows, database } = host
  await workflows.signal('answer', { subject: 'b' })
  await age(host, 1)
  expect(await workflows.prune()).toBe(0)
  await workflows.signal('answer', { subject: 'a', payload: 'here' })
  await workflows.resume()
  await database.query(`update stoa_workflows.signal set created_at = created_at - interval '2 hours'`)
  expect(await workflows.prune()).toBe(2)
  expect(await database.query('select from stoa_workflows.signal')).toEqual([])
})
