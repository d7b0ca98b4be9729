import { StoaError } from '@stoa/kernel'
import { expect, test } from 'vitest'
import { defineWorkflow, isTimeout, type RetryOptions, type StepOptions } from '../src/index.ts'
import { openHost } from './host.ts'
import { timePasses, untilGivenUp } from './time.ts'

/** A workflow of one step that fails so many times first. */
function flaky(failures: number, options: StepOptions<string>, error = () => new Error('not yet')) {
  const calls: { attempt: number; idempotency_key: string }[] = []
  const workflow = defineWorkflow('flaky', async (_: object, { step }) =>
    step(
      'try',
      ({ idempotency_key, attempt }) => {
        calls.push({ attempt, idempotency_key })
        if (calls.length <= failures) throw error()
        return 'done'
      },
      options,
    ),
  )
  return { workflow, calls, attempts: () => calls.map(({ attempt }) => attempt) }
}

const quickly = (attempts: number, more: Partial<RetryOptions> = {}): RetryOptions => ({
  attempts,
  delay: 0.01,
  ...more,
})

test.each([
  ['local', false],
  ['external', true],
] as const)('a step that is %s is tried again, under the same key', async (kind, external) => {
  const { workflows, database } = await openHost()
  const { workflow, calls, attempts } = flaky(2, { external, retry: quickly(3) })
  expect(await workflows.run(workflow, {})).toBe('done')
  expect(attempts()).toEqual([1, 2, 3])
  expect(new Set(calls.map(({ idempotency_key }) => idempotency_key)).size).toBe(1)
  const [row] = await database.query('select kind, status, attempts, error from stoa_workflows.step')
  expect(row).toEqual({ kind, status: 'done', attempts: 3, error: null })
})

test('the last error is the step’s when it never works, and everything is taken back', async () => {
  const { workflows, note, notes } = await openHost()
  const failing = defineWorkflow('failing', async (_: object, { step }) => {
    await step('reserve', () => note('reserve'), { undo: () => note('release') })
    let calls = 0
    await step(
      'pay',
      () => {
        calls += 1
        throw new Error(`down ${calls}`)
      },
      { external: true, retry: quickly(3), undo: () => note('cancel') },
    )
  })
  await expect(workflows.run(failing, {})).rejects.toThrow('down 3')
  expect(await notes()).toEqual(['reserve', 'cancel', 'release'])
})

test('a local step leaves nothing of the attempts that failed', async () => {
  const { workflows, note, notes } = await openHost()
  let calls = 0
  const local = defineWorkflow('local', (_: object, { step }) =>
    step(
      'note',
      async () => {
        calls += 1
        await note(`attempt ${calls}`)
        if (calls < 3) throw new Error('rolled back')
      },
      { retry: quickly(5) },
    ),
  )
  await workflows.run(local, {})
  expect(await notes()).toEqual(['attempt 3'])
})

test('what was refused is not tried again, unless the step says so', async () => {
  const { workflows } = await openHost()
  const declined = () => new StoaError('payment_authorization_error', 'declined')
  const once = flaky(9, { external: true, retry: quickly(3) }, declined)
  await expect(workflows.run(once.workflow, {})).rejects.toThrow('declined')
  expect(once.attempts()).toEqual([1])
  const other = await openHost()
  const always = flaky(1, { external: true, retry: quickly(3, { when: () => true }) }, declined)
  expect(await other.workflows.run(always.workflow, {})).toBe('done')
})

test.each([false, true])(
  'long delays hold no host, and another one goes on (external: %s)',
  async (external) => {
    const one = await openHost()
    const two = await openHost(one.url)
    const { workflow, attempts } = flaky(2, { external, retry: { attempts: 3, delay: 60, factor: 10 } })
    const { id, rested } = await one.workflows.startExecution(workflow, {})
    await rested
    const [row] = await one.database.query(
      `select owner, extract(epoch from resume_at - created_at)::int as seconds from stoa_workflows.execution`,
    )
    expect(row).toEqual({ owner: null, seconds: 60 })
    two.workflows.register(workflow)
    expect(await two.workflows.resume()).toBe(0)
    await timePasses(one, 60)
    expect(await two.workflows.resume()).toBe(1)
    expect(attempts()).toEqual([1, 2])
    await timePasses(one, 300)
    expect(await two.workflows.resume()).toBe(0)
    await timePasses(one, 300)
    expect(await two.workflows.resume()).toBe(1)
    expect(attempts()).toEqual([1, 2, 3])
    expect(await one.workflows.retrieveExecution(id)).toMatchObject({ status: 'succeeded', result: 'done' })
  },
)

test('hooks before an external step run once, however often it is called; after it fails they run again', async () => {
  const { workflows, note, notes } = await openHost()
  const { workflow } = flaky(1, { external: true, retry: quickly(4) })
  let unready = 1
  workflow.before('try', async () => {
    await note('before')
    unready -= 1
    if (unready >= 0) throw new Error('not ready')
  })
  workflow.after('try', () => note('after'))
  expect(await workflows.run(workflow, {})).toBe('done')
  expect(await notes()).toEqual(['before', 'after'])
})

test('an outside system that does not answer in time is given up, told so and asked again', async () => {
  const { workflows } = await openHost()
  const aborted: boolean[] = []
  const slow = defineWorkflow('slow', (_: object, { step }) =>
    step(
      'ask',
      async ({ attempt, signal }) => {
        if (attempt === 3) return 'answer'
        await new Promise((resolve) => signal.addEventListener('abort', resolve))
        aborted.push(signal.aborted)
        await new Promise(() => undefined)
      },
      { external: true, timeout: 0.05, retry: quickly(3) },
    ),
  )
  expect(await workflows.run(slow, {})).toBe('answer')
  expect(aborted).toEqual([true, true])
})

test('a timeout is an error that the function can tell, and the call may have come through', async () => {
  const { workflows, note, notes } = await openHost()
  const seen: boolean[] = []
  const slow = defineWorkflow('slow', async (_: object, { step }) => {
    await step('ask', () => new Promise(() => undefined), {
      external: true,
      timeout: 0.05,
      undo: (result) => note(`undo ${result}`),
    }).catch((error) => seen.push(isTimeout(error)))
    throw new Error('then not')
  })
  await expect(workflows.run(slow, {})).rejects.toThrow('then not')
  expect(seen).toEqual([true])
  expect(await notes()).toEqual(['undo undefined'])
})

test('what makes no sense is refused', async () => {
  const { workflows } = await openHost()
  const run = (options: StepOptions<any>) =>
    workflows.run(
      defineWorkflow('odd', (_: object, { step }) => step('odd', () => 1, options)),
      {},
    )
  await expect(run({ timeout: 5 })).rejects.toThrow('Only external steps take a timeout')
  await expect((await openHost()).workflows.run(flaky(0, { retry: 0 }).workflow, {})).rejects.toThrow(
    'attempts',
  )
  await expect(
    (await openHost()).workflows.run(flaky(0, { external: true, timeout: 1e9 }).workflow, {}),
  ).rejects.toThrow('timeout of step "try"')
})

test('a host that ends leaves what rests to others', async () => {
  const one = await openHost()
  const two = await openHost(one.url)
  const { workflow } = flaky(1, { retry: { attempts: 2, delay: 4 } })
  await one.workflows.start()
  const waiting = one.workflows.run(workflow, {}, { wait: 0 }).catch((error) => error)
  while ((await one.database.query('select from stoa_workflows.step')).length === 0);
  await one.workflows.stop()
  await untilGivenUp(one)
  expect(await waiting).toMatchObject({ type: 'conflict' })
  two.workflows.register(workflow)
  await timePasses(one, 4)
  expect(await two.workflows.resume()).toBe(1)
})
