import { StoaError } from '@stoa/kernel'
import { defineWorkflow } from '@stoa/workflows'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShop, type WorkflowShop } from './workflow-shop.ts'

let shop: WorkflowShop

/** Does a bit of everything, and comes to different ends. */
const sale = defineWorkflow('sale', async ({ end }: { end: string }, { step }) => {
  await step('reserve', () => ({ reservation: 7 }), { undo: () => undefined })
  await step('pay', () => 'pay_1', {
    external: true,
    undo: () => {
      if (end === 'stuck') throw new Error('down')
    },
  })
  if (end === 'wait') await step.waitFor('courier')
  if (end !== 'done') {
    await step('place', () => {
      throw new StoaError('invalid_data', 'No address.')
    })
  }
  return { order: 'order_1' }
})

const run = defineWorkflow(
  'by-name',
  {
    accepts: (input) => {
      const { n, key } = input as { n?: unknown; key?: string }
      if (typeof n !== 'number') throw new StoaError('invalid_data', `n must be a number; ${n} is not.`)
      return { input: { n }, ...(key === undefined ? {} : { key }) }
    },
  },
  async ({ n }: { n: number }, { step }) => {
    if (n < 0) throw new StoaError('not_allowed', 'Negative.')
    if (n === 0) await step.waitFor('answer')
    return n * 2
  },
)

/** Begins a sale, and gives its id when it has ended or rests. */
async function sell(end: string, transaction_id?: string): Promise<string> {
  const options = transaction_id === undefined ? {} : { transaction_id }
  const { id, rested } = await shop.workflows.startExecution(sale, { end }, options)
  await rested
  return id
}

const ids: Record<string, string> = {}

beforeAll(async () => {
  shop = await openShop([sale, run])
  for (const end of ['done', 'failed', 'wait', 'stuck']) ids[end] = await sell(end, `sale ${end}`)
})

afterAll(() => shop?.close())

test('executions are listed with the states of the wire', async () => {
  const { status, body } = await shop.get('?workflow_id=sale&order=created_at')
  expect([status, body.count, body.offset, body.limit]).toEqual([200, 4, 0, 20])
  expect(body.workflow_executions.map((row: any) => [row.transaction_id, row.state])).toEqual([
    ['sale done', 'done'],
    ['sale failed', 'reverted'],
    ['sale wait', 'invoking'],
    ['sale stuck', 'waiting_to_compensate'],
  ])
  const [first] = body.workflow_executions
  expect(Object.keys(first).sort()).toEqual(
    [
      'created_at',
      'deleted_at',
      'execution',
      'id',
      'state',
      'transaction_id',
      'updated_at',
      'workflow_id',
    ].sort(),
  )
  expect(first.execution).toEqual({
    _v: 1,
    modelId: 'sale',
    runId: ids.done,
    transactionId: 'sale done',
    state: 'done',
    startedAt: new Date(first.created_at).getTime(),
    timedOutAt: null,
    metadata: {},
    hasAsyncSteps: false,
    hasWaitingSteps: false,
    hasFailedSteps: false,
    hasRevertedSteps: false,
    hasSkippedSteps: false,
    hasSkippedOnFailureSteps: false,
    options: { name: 'sale', idempotent: false, store: true },
    steps: {
      _root: { id: '_root', next: ['_root.reserve'] },
      '_root.reserve': expect.objectContaining({
        id: '_root.reserve',
        depth: 1,
        next: ['_root.pay'],
        attempts: 1,
        failures: 0,
        stepFailed: false,
        startedAt: expect.any(Number),
        definition: { action: 'reserve', uuid: 'reserve', async: false, store: true },
        invoke: { state: 'done', status: 'ok' },
        compensate: { state: 'dormant', status: 'idle' },
      }),
      '_root.pay': expect.objectContaining({ depth: 2, next: [], invoke: { state: 'done', status: 'ok' } }),
    },
  })
})

test('steps show what became of them', async () => {
  const stepsOf = async (id: string | undefined) => {
    const { steps, ...execution } = (await shop.get(`/${id}`)).body.workflow_execution.execution
    const states = Object.values<any>(steps).flatMap(({ invoke, compensate, definition }) =>
      invoke ? [[definition.action, invoke.state, invoke.status, compensate.state]] : [],
    )
    return { states, execution }
  }
  const failed = await stepsOf(ids.failed)
  expect(failed.states).toEqual([
    ['reserve', 'done', 'ok', 'reverted'],
    ['pay', 'done', 'ok', 'reverted'],
    ['place', 'failed', 'permanent_failure', 'dormant'],
  ])
  expect(failed.execution).toMatchObject({ hasFailedSteps: true, hasRevertedSteps: true })
  const waiting = await stepsOf(ids.wait)
  expect(waiting.states.at(-1)).toEqual(['courier', 'invoking', 'waiting_response', 'dormant'])
  expect(waiting.execution).toMatchObject({ hasAsyncSteps: true, hasWaitingSteps: true })
})

test('one is retrieved by its id, or by its workflow and transaction, with what it was given and gave', async () => {
  const byId = await shop.get(`/${ids.failed}`)
  expect(byId.status).toBe(200)
  expect(byId.body.workflow_execution.context).toEqual({
    data: {
      payload: { end: 'failed' },
      invoke: {
        reserve: { output: { output: { reservation: 7 }, compensateInput: { reservation: 7 } } },
        pay: { output: { output: 'pay_1', compensateInput: 'pay_1' } },
      },
    },
    compensate: {},
    errors: [
      {
        action: 'place',
        handlerType: 'invoke',
        error: { name: 'StoaError', type: 'invalid_data', message: 'No address.' },
      },
    ],
  })
  expect(await shop.get('/sale/sale%20failed')).toEqual(byId)
  const anonymous = await sell('done')
  expect((await shop.get(`/sale/${anonymous}`)).body.workflow_execution).toMatchObject({
    id: anonymous,
    transaction_id: anonymous,
  })
  expect(await shop.get('/wf_exec_0')).toMatchObject({ status: 404, body: { type: 'not_found' } })
  expect(await shop.get('/other/sale%20failed')).toMatchObject({ status: 404, body: { type: 'not_found' } })
})

test('of several with one transaction id the newest is meant', async () => {
  await sell('failed', 'again')
  const second = await sell('done', 'again')
  expect((await shop.get('/sale/again')).body.workflow_execution.id).toBe(second)
})

test('lists are filtered, searched and paged; fields are chosen', async () => {
  const states = async (query: string) =>
    (await shop.get(`?fields=state,transaction_id&${query}`)).body.workflow_executions.map(
      (row: any) => row.state,
    )
  expect(await states('state=reverted&transaction_id=sale%20failed')).toEqual(['reverted'])
  expect(await states('transaction_id[]=sale%20failed&transaction_id[]=sale%20wait&order=-state')).toEqual([
    'reverted',
    'invoking',
  ])
  expect(await states('q=SALE%20wait')).toEqual(['invoking'])
  expect(await states('workflow_id=other')).toEqual([])
  expect(await states('created_at[$lt]=2020-01-01')).toEqual([])
  expect((await shop.get('?limit=1&fields=id')).body).toMatchObject({ limit: 1, workflow_executions: [{}] })
  for (const query of ['fields=input', 'order=execution', 'order=nothing', 'state[$nope]=1', 'limit=-1']) {
    expect([query, (await shop.get(`?${query}`)).status]).toEqual([query, 400])
  }
})

test('a list is two statements, and one execution too, whatever there is', async () => {
  const count = async (path: string) => {
    const statements: string[] = []
    const end = shop.database.onStatement((text) => statements.push(text))
    expect((await shop.get(path)).status).toBe(200)
    end()
    return statements.length
  }
  expect(await count('?limit=1')).toBe(2)
  expect(await count('?limit=100&fields=%2Bcontext')).toBe(2)
  expect(await count(`/${ids.done}`)).toBe(2)
  expect(await count('/sale/sale%20done')).toBe(2)
})

test('an execution is found by its transaction without looking at all of them', async () => {
  await shop.database.query(
    `insert into stoa_workflows.execution (id, workflow, version, status, finished_at)
     select 'wf_exec_many_' || no, 'many', 1, 'succeeded', now() from generate_series(1, 5000) no`,
  )
  await shop.database.query('analyze stoa_workflows.execution')
  let sql = ''
  const end = shop.database.onStatement((text) => {
    if (text.includes('coalesce(transaction_id')) sql = text
  })
  await shop.get('/sale/sale%20done')
  end()
  const plan = await shop.database.query(
    `explain ${sql.replace('$1', "'sale'").replace('$2', "'sale done'")}`,
  )
  expect(JSON.stringify(plan)).toContain('execution_transaction_id')
  await shop.database.query(`delete from stoa_workflows.execution where workflow = 'many'`)
})

test('a workflow that allows it is run by its name', async () => {
  const done = await shop.post('/by-name/run', { input: { n: 2 }, transaction_id: 'mine' })
  expect(done).toEqual({
    status: 200,
    body: {
      acknowledgement: { workflowId: 'by-name', transactionId: 'mine', hasFinished: true, hasFailed: false },
    },
  })
  const { context } = (await shop.get('/by-name/mine')).body.workflow_execution
  expect(context.data.payload).toEqual({ n: 2 })
  const failed = await shop.post('/by-name/run', { input: { n: -2 } })
  expect(failed.body.acknowledgement).toMatchObject({ hasFinished: true, hasFailed: true })
  const { transactionId } = failed.body.acknowledgement
  expect((await shop.get(`/by-name/${transactionId}`)).body.workflow_execution.context.errors).toEqual([
    { action: 'by-name', handlerType: 'invoke', error: expect.objectContaining({ message: 'Negative.' }) },
  ])
})

test('what it waits for is answered over the API', async () => {
  const start = async (transaction_id: string) => {
    const { body } = await shop.post('/by-name/run', { input: { n: 0, key: transaction_id }, transaction_id })
    expect(body.acknowledgement).toMatchObject({ hasFinished: false, hasFailed: false })
    // The same key is the same execution.
    const again = await shop.post('/by-name/run', {
      input: { n: 0, key: transaction_id },
      transaction_id: 'other',
    })
    expect(again.body.acknowledgement.transactionId).toBe(transaction_id)
  }
  await start('t1')
  const answer = { transaction_id: 't1', step_id: 'answer', response: { ok: true } }
  expect(await shop.post('/by-name/steps/success', answer)).toEqual({ status: 200, body: { success: true } })
  await shop.workflows.resume()
  expect((await shop.get('/by-name/t1')).body.workflow_execution.state).toBe('done')
  expect(await shop.post('/by-name/steps/success', answer)).toMatchObject({
    status: 400,
    body: { type: 'not_allowed' },
  })
  await start('t2')
  const refused = { transaction_id: 't2', step_id: '_root.answer', response: { message: 'No courier came.' } }
  expect((await shop.post('/by-name/steps/failure', refused)).status).toBe(200)
  await shop.workflows.resume()
  expect((await shop.get('/by-name/t2')).body.workflow_execution).toMatchObject({
    state: 'reverted',
    context: { errors: [{ action: 'answer', error: { message: 'No courier came.', code: 'step_failed' } }] },
  })
})

test.each([
  ['/nothing/run', {}, 404, 'not_found'],
  ['/sale/run', { input: { end: 'done' } }, 400, 'not_allowed'],
  ['/by-name/run', { input: { n: 'x' } }, 400, 'invalid_data'],
  ['/by-name/run', { input: { n: 1 }, transaction_id: '' }, 400, 'invalid_data'],
  ['/by-name/run', { input: { n: 1 }, transaction_id: 'x'.repeat(600) }, 400, 'invalid_data'],
  ['/sale/steps/success', { transaction_id: 'none', step_id: 'courier' }, 404, 'not_found'],
  ['/sale/steps/success', { transaction_id: 'sale wait' }, 400, 'invalid_data'],
  ['/sale/steps/success', { transaction_id: 'sale wait', step_id: 'reserve' }, 400, 'not_allowed'],
  ['/sale/steps/success', { transaction_id: 'sale wait', step_id: 'x'.repeat(5000) }, 400, 'invalid_data'],
  ['/sale/steps/failure', { transaction_id: 'sale done', step_id: 'courier' }, 400, 'not_allowed'],
  [
    '/sale/steps/failure',
    { transaction_id: 'sale wait', step_id: 'courier', action: 'compensate' },
    400,
    'not_allowed',
  ],
])('POST %s with %.80j is a %i %s', async (path, body, status, type) => {
  expect(await shop.post(path, body)).toMatchObject({ status, body: { type, message: expect.any(String) } })
})
