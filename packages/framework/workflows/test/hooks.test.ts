import { expect, test } from 'vitest'
import { defineWorkflow } from '../src/index.ts'
import { openHost } from './host.ts'

test('hooks run before and after a step, in its transaction', async () => {
  const { workflows, note, notes, database } = await openHost()
  const inside: boolean[] = []
  const order = defineWorkflow('order', async (_: { cart: string }, { step }) =>
    step('place order', async () => {
      await note('place')
      return { id: 'order_1' }
    }),
  )
  order.before('place order', async ({ input }) => {
    inside.push(database.inTransaction)
    await note(`check ${input.cart}`)
  })
  order.after('place order', ({ result }) => note(`print ${result.id}`))
  const remove = order.after('place order', () => note('too much'))
  remove()
  await workflows.run(order, { cart: 'cart_1' })
  expect(await notes()).toEqual(['check cart_1', 'place', 'print order_1'])
  expect(inside).toEqual([true])
})

test('a hook that throws fails its step, and nothing of the step stays', async () => {
  const { workflows, note, notes } = await openHost()
  const order = defineWorkflow('order', async (_: object, { step }) => {
    await step('reserve', () => note('reserve'), { undo: () => note('release') })
    await step('place order', () => note('place'))
  })
  order.after('place order', () => {
    throw new Error('printer on fire')
  })
  await expect(workflows.run(order, {})).rejects.toThrow('printer on fire')
  expect(await notes()).toEqual(['reserve', 'release'])
})

test('hooks around an external step run once, and are taken back around it', async () => {
  const { workflows, note, notes } = await openHost()
  const pay = defineWorkflow('pay', async (_: object, { step }) => {
    await step('authorize', () => note('authorize'), { external: true, undo: () => note('cancel') })
    throw new Error('no order')
  })
  pay.before('authorize', () => note('before'), { undo: () => note('undo before') })
  pay.after('authorize', () => note('after'), { undo: () => note('undo after') })
  await expect(workflows.run(pay, {})).rejects.toThrow('no order')
  expect(await notes()).toEqual(['before', 'authorize', 'after', 'undo after', 'cancel', 'undo before'])
})
