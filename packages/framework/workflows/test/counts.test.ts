import { createGate } from '@stoa/testing'
import { expect, test } from 'vitest'
import { defineWorkflow } from '../src/index.ts'
import { openHost } from './host.ts'

test('executions are counted by what they do, in one statement', async () => {
  const { workflows, database } = await openHost()
  const none = {
    running: 0,
    waiting: 0,
    compensating: 0,
    succeeded: 0,
    failed: 0,
    canceled: 0,
    compensation_failed: 0,
  }
  expect(await workflows.counts()).toEqual({ ...none, stuck: 0, oldest_unfinished: 0 })
  const gate = createGate('held')
  let down = true
  const various = defineWorkflow('various', async ({ what }: { what: string }, { step }) => {
    await step('a', () => 1, {
      undo: () => {
        if (what === 'compensate' && down) throw new Error('not yet')
      },
    })
    if (what === 'hold') await step('hold', () => gate.pass(), { external: true })
    if (what === 'wait') await step.waitFor('answer')
    if (what !== 'succeed') throw new Error(what)
  })
  const start = async (what: string) => workflows.startExecution(various, { what })
  const before = Date.now()
  for (const what of ['succeed', 'succeed', 'fail', 'wait', 'compensate']) await (await start(what)).rested
  const held = await start('hold')
  await gate.reached
  const statements: string[] = []
  const end = database.onStatement((text) => statements.push(text))
  const counts = await workflows.counts()
  end()
  expect(statements).toHaveLength(1)
  expect(counts).toEqual({
    ...none,
    ...{ running: 1, waiting: 1, compensating: 1, succeeded: 2, failed: 1 },
    stuck: 0,
    oldest_unfinished: expect.any(Number),
  })
  // The one that waits is older than the one that is held.
  expect(counts.oldest_unfinished).toBeGreaterThan(0)
  expect(counts.oldest_unfinished).toBeLessThan((Date.now() - before) / 1000 + 1)
  down = false
  gate.open()
  await held.rested
  expect(await workflows.counts()).toMatchObject({ running: 0, failed: 2 })
})
