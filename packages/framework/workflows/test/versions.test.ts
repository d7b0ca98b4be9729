import { expect, test } from 'vitest'
import { defineWorkflow } from '../src/index.ts'
import { openHost } from './host.ts'
import { timePasses } from './time.ts'

/** Versions of one workflow that do different things after an answer has come. */
const inVersion = (version: number) =>
  defineWorkflow('changing', { version }, async (_: object, { step }) => {
    const before = await step('before', () => version)
    await step.waitFor('answer')
    return step('after', () => `${before}, then ${version}`)
  })

async function startOld() {
  const old = await openHost()
  const { id, rested } = await old.workflows.startExecution(inVersion(1), {})
  await rested
  await old.workflows.completeStep(id, 'answer')
  return { old, id }
}

test('executions finish on the version they began with, new ones begin with the newest', async () => {
  const { old, id } = await startOld()
  const host = await openHost(old.url)
  const newest = inVersion(2)
  host.workflows.register(newest, inVersion(1))
  expect(host.workflows.definition('changing')).toBe(newest)
  await host.workflows.resume()
  expect((await host.workflows.retrieveExecution(id)).result).toBe('1, then 1')
  const next = await host.workflows.startExecution(newest, {})
  await next.rested
  await host.workflows.completeStep(next.id, 'answer')
  await host.workflows.resume()
  expect((await host.workflows.retrieveExecution(next.id)).result).toBe('2, then 2')
})

test('executions of a version that nobody knows are left alone, listed, counted and told of once', async () => {
  const { old, id } = await startOld()
  const host = await openHost(old.url)
  host.workflows.register(inVersion(2))
  expect(await host.workflows.resume()).toBe(0)
  expect(await host.workflows.listStuck()).toEqual([])
  await timePasses(host, 61)
  const stuck = { id, workflow: 'changing', version: 1, status: 'running' }
  expect(await host.workflows.listStuck()).toEqual([{ ...stuck, created_at: expect.any(Date) }])
  expect(await host.workflows.counts()).toMatchObject({ running: 1, stuck: 1 })
  // Who knows the version sees nothing that is stuck.
  expect(await old.workflows.counts()).toMatchObject({ running: 1, stuck: 0 })
  const told = Promise.withResolvers<string>()
  await host.workflows.start({ poll: 0.05, log: (message) => told.resolve(message) })
  expect(await told.promise).toContain('workflow changing in version 1')
  expect(await host.workflows.retrieveExecution(id)).toMatchObject({ status: 'running' })
  await host.workflows.stop()
  await old.workflows.resume()
  expect((await old.workflows.retrieveExecution(id)).result).toBe('1, then 1')
})
