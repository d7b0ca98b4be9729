import { StoaError } from '@stoa/kernel'
import { expect, test } from 'vitest'
import { defineWorkflow } from '../src/index.ts'
import { openHost } from './host.ts'

test('what was done is taken back in reverse when a later step fails', async () => {
  const { workflows, note, notes } = await openHost()
  let id = ''
  const failing = defineWorkflow('failing', async (_: object, { step, execution_id }) => {
    id = execution_id
    await step(
      'stock',
      async () => {
        await note('reserve')
        return { reservation: 7 }
      },
      { undo: ({ reservation }) => note(`release ${reservation}`) },
    )
    await step('log', () => note('log'))
    await step(
      'payment',
      async () => {
        await note('authorize')
        return 'pay_1'
      },
      { external: true, undo: (payment) => note(`cancel ${payment}`) },
    )
    await step(
      'order',
      async () => {
        await note('never seen')
        throw new StoaError('invalid_data', 'No address.')
      },
      { undo: () => note('never needed') },
    )
  })
  await expect(workflows.run(failing, {})).rejects.toMatchObject({
    type: 'invalid_data',
    message: 'No address.',
  })
  expect(await notes()).toEqual(['reserve', 'log', 'authorize', 'cancel pay_1', 'release 7'])
  const { status, steps, error } = await workflows.retrieveExecution(id)
  expect(status).toBe('failed')
  expect(error).toEqual({ name: 'StoaError', type: 'invalid_data', message: 'No address.' })
  expect(steps.map((step) => `${step.name} ${step.status}`)).toEqual([
    'stock compensated',
    'log done',
    'payment compensated',
    'order failed',
  ])
})

test('an external step that fails is taken back too, for nobody knows whether it came through', async () => {
  const { workflows, note, notes } = await openHost()
  const timingOut = defineWorkflow('timing-out', (_: object, { step }) =>
    step(
      'capture',
      () => {
        throw new Error('timeout')
      },
      {
        external: true,
        undo: (result, { idempotency_key }) => note(`cancel ${result}, ${idempotency_key.split('/')[1]}`),
      },
    ),
  )
  await expect(workflows.run(timingOut, {})).rejects.toThrow('timeout')
  expect(await notes()).toEqual(['cancel undefined, capture'])
})

test('a failure that the function catches is not one of the workflow', async () => {
  const { workflows, note, notes } = await openHost()
  const forgiving = defineWorkflow('forgiving', async (_: object, { step }) => {
    await step('reserve', () => note('reserve'), { undo: () => note('release') })
    const gift = await step('gift', () => {
      throw new Error('none left')
    }).catch(() => 'no gift')
    return step('order', () => `order with ${gift}`)
  })
  expect(await workflows.run(forgiving, {})).toBe('order with no gift')
  expect(await notes()).toEqual(['reserve'])
})

test('an undo that fails is tried again, and holds its key until then', async () => {
  const { workflows, note, notes } = await openHost()
  let down = true
  let id = ''
  const stubborn = defineWorkflow('stubborn', async (_: object, { step, execution_id }) => {
    id ||= execution_id
    await step('reserve', () => note('reserve'), { undo: () => note('release') })
    await step('pay', () => 'pay_1', {
      external: true,
      undo: () => {
        if (down) throw new Error('the provider is down')
      },
    })
    if (down) throw new Error('no order')
  })
  await expect(workflows.run(stubborn, {}, { key: 'a' })).rejects.toThrow('no order')
  expect(await workflows.retrieveExecution(id)).toMatchObject({ status: 'compensating' })
  await expect(workflows.run(stubborn, {}, { key: 'a' })).rejects.toMatchObject({ type: 'conflict' })
  expect(await notes()).toEqual(['reserve'])
  down = false
  while ((await workflows.resume()) === 0) await new Promise((resolve) => setTimeout(resolve, 50))
  expect(await notes()).toEqual(['reserve', 'release'])
  const { status, error } = await workflows.retrieveExecution(id)
  expect({ status, error }).toEqual({ status: 'failed', error: { name: 'Error', message: 'no order' } })
  await workflows.run(stubborn, {}, { key: 'a' })
})
