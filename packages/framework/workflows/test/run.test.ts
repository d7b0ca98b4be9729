import { BigNumber, Database } from '@stoa/kernel'
import { expect, test } from 'vitest'
import { defineWorkflow } from '../src/index.ts'
import { openHost } from './host.ts'

const insert = 'insert into public.effect (name) values ($1)'

test('a workflow of three steps costs five statements beside its own', async () => {
  const { workflows, database, notes } = await openHost()
  const three = defineWorkflow('three', async (input: { name: string }, { step, container }) => {
    const note = (name: string) => container.resolve(Database).query(insert, [name])
    await step('first', () => note(`${input.name} 1`))
    await step('second', () => note(`${input.name} 2`))
    return step('third', async () => {
      await note(`${input.name} 3`)
      return { done: true }
    })
  })
  const statements: string[] = []
  const end = database.onStatement((text) => {
    if (!/^(begin|commit|savepoint|release)/i.test(text)) statements.push(text)
  })
  expect(await workflows.run(three, { name: 'a' }, { key: 'a' })).toEqual({ done: true })
  end()
  expect(statements).toHaveLength(3 + 5)
  expect(await notes()).toEqual(['a 1', 'a 2', 'a 3'])
})

test('a step gives what it would give after a crash', async () => {
  const { workflows } = await openHost()
  const seen: unknown[] = []
  const plain = defineWorkflow('plain', async (_: undefined, { step }) => {
    seen.push(await step('dates', () => ({ at: new Date(0), amount: BigNumber('1.50'), gone: undefined })))
    seen.push(await step('null', () => null))
    seen.push(await step('nothing', () => undefined))
  })
  expect(await workflows.run(plain, undefined)).toBeUndefined()
  expect(seen).toEqual([{ at: '1970-01-01T00:00:00.000Z', amount: '1.5' }, null, undefined])
})

test('an external step gets a key of its own, and runs outside of transactions', async () => {
  const { workflows, database } = await openHost()
  let inTransaction: boolean | undefined
  const pay = defineWorkflow('pay', async (_: object, { step, execution_id }) => {
    const key = await step(
      'authorize',
      ({ idempotency_key }) => {
        inTransaction = database.inTransaction
        return idempotency_key
      },
      { external: true },
    )
    return { key, expected: `${execution_id}/authorize` }
  })
  const { key, expected } = await workflows.run(pay, {})
  expect(key).toBe(expected)
  expect(inTransaction).toBe(false)
})

test('two steps of one name are refused', async () => {
  const { workflows } = await openHost()
  const twice = defineWorkflow('twice', async (_: object, { step }) => {
    await step('same', () => 1)
    await step('same', () => 2)
  })
  await expect(workflows.run(twice, {})).rejects.toThrow('Two steps of one execution are named "same"')
})

test('a workflow is refused inside a transaction, which it would outlive', async () => {
  const { workflows, database } = await openHost()
  const empty = defineWorkflow('empty', async () => 1)
  await expect(database.transaction(() => workflows.run(empty, {}))).rejects.toThrow('inside a transaction')
})

test('an execution can be looked at with its steps', async () => {
  const { workflows } = await openHost()
  let id = ''
  const look = defineWorkflow('look', async (input: { n: number }, { step, execution_id }) => {
    id = execution_id
    return step('double', () => input.n * 2)
  })
  await workflows.run(look, { n: 4 }, { key: 'k', transaction_id: 'mine' })
  expect(await workflows.retrieveExecution(id)).toMatchObject({
    workflow: 'look',
    version: 1,
    key: 'k',
    transaction_id: 'mine',
    status: 'succeeded',
    input: { n: 4 },
    result: 8,
    steps: [{ name: 'double', kind: 'local', status: 'done', result: 8 }],
  })
})

test('a local step that loses a race when it is recorded is done again, once', async () => {
  const { workflows, database, note, notes } = await openHost()
  let runs = 0
  const racing = defineWorkflow('racing', async (_: undefined, { step }) => {
    await step('race', async ({ execution_id }) => {
      runs += 1
      await database.query('set transaction isolation level repeatable read')
      await note(`race ${runs}`)
      // Recording the step locks the execution, which has changed since this transaction began.
      if (runs === 1) {
        await database.pool.query('update stoa_workflows.execution set attempts = attempts where id = $1', [
          execution_id,
        ])
      }
    })
    await step('after', () => note('after'))
  })
  await workflows.run(racing, undefined)
  expect(runs).toBe(2)
  expect(await notes()).toEqual(['race 2', 'after'])
})
