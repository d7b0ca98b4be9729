import { Listener } from '@stoa/kernel'
import { expect, test, vi } from 'vitest'
import { defineWorkflow, type Progress } from '../src/index.ts'
import { openHost } from './host.ts'

const told = ({ kind, step }: Progress) => (step ? `${kind} ${step.name}` : kind)

const varied = defineWorkflow('varied', async (input: { fails: boolean }, { step }) => {
  await step('local', () => 'a', { undo: () => undefined })
  await step('external', () => 'b', { external: true })
  await step(
    'again',
    ({ attempt }) => {
      if (attempt < 2) throw new Error('not yet')
      return 'c'
    },
    { retry: { attempts: 2, delay: 0 } },
  )
  await step.waitFor('answer')
  if (input.fails) throw new Error('in the end')
  return 'done'
})

const UNTIL_THE_ANSWER = [
  'began',
  'step_done local',
  'step_began external',
  'step_done external',
  'step_retries again',
  'step_done again',
  'step_waits answer',
]

test.each([
  [false, ['step_done answer', 'ended']],
  [true, ['step_done answer', 'compensation_began', 'step_compensated local', 'ended']],
])('what happens on one host is heard of on another (fails: %s)', async (fails, after) => {
  const one = await openHost()
  const two = await openHost(one.url)
  const seen: Progress[] = []
  const end = await two.workflows.watch((progress) => progress && seen.push(progress))
  const { id, rested } = await one.workflows.startExecution(varied, { fails }, { transaction_id: 'mine' })
  await rested
  await vi.waitFor(() => expect(seen).toHaveLength(UNTIL_THE_ANSWER.length), 10_000)
  await two.workflows.completeStep(id, 'answer', 1)
  await one.workflows.resume()
  const all = [...UNTIL_THE_ANSWER, ...after]
  await vi.waitFor(() => expect(seen).toHaveLength(all.length), 10_000)
  expect(seen.map(told)).toEqual(all)
  const [external, last] = [seen[3], seen.at(-1)]
  expect(external?.step).toMatchObject({ kind: 'external', status: 'done', result: 'b', attempts: 1 })
  expect(last?.execution).toMatchObject({
    id,
    workflow: 'varied',
    transaction_id: 'mine',
    ...(fails
      ? { status: 'failed', error: { message: 'in the end' } }
      : { status: 'succeeded', result: 'done' }),
  })
  await end()
})

test('nobody is told, and nobody listens, unless somebody watches', async () => {
  const { workflows, database } = await openHost()
  const listening = async () =>
    (
      await database.query(
        `select from pg_stat_activity where datname = current_database() and query like 'listen%'`,
      )
    ).length
  const notified = vi.fn()
  const listener = new Listener(
    database.pool,
    'stoa_workflows_progress',
    (payload) => payload && notified(payload),
  )
  await listener.start()
  const simple = defineWorkflow('simple', (_: object, { step }) => step('a', () => 1))
  await workflows.run(simple, {})
  const ends = await Promise.all([workflows.watch(() => undefined), workflows.watch(() => undefined)])
  expect(await listening()).toBe(2)
  for (const end of ends) await end()
  await workflows.run(simple, {})
  expect(await listening()).toBe(1)
  expect(await database.query('select from stoa_workflows.watcher')).toEqual([])
  await listener.stop()
  expect(notified).not.toHaveBeenCalled()
})

test('a host that died watching is forgotten', async () => {
  const { workflows, database } = await openHost()
  await database.query(`insert into stoa_workflows.watcher values ('dead', now() - interval '2 hours')`)
  const end = await workflows.watch(() => undefined)
  expect(await database.query(`select from stoa_workflows.watcher where id = 'dead'`)).toEqual([])
  await end()
})

test('what was missed while the connection was gone is said to be missing', async () => {
  const { workflows, database } = await openHost()
  const seen: (Progress | undefined)[] = []
  const end = await workflows.watch((progress) => seen.push(progress))
  await database.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like 'listen%'`,
  )
  await vi.waitFor(() => expect(seen).toEqual([undefined]), 10_000)
  await end()
})
