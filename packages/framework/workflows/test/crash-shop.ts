import { type Container, Database } from '@stoa/kernel'
import { defineWorkflow } from '../src/index.ts'

/** Called where a process may be made to stand still. */
export type Point = (name: string) => Promise<void>

const insert = 'insert into public.effect (name) values ($1)'

const note = (container: Container, name: string) => container.resolve(Database).query(insert, [name])

/**
 * An order in which a process can be stopped at every point.
 *
 * @param input.fails whether the last step fails, so that everything is taken back
 */
export const orderWorkflow = (point: Point) =>
  defineWorkflow('order', { lease: 1 }, async (input: { fails: boolean }, { step, container }) => {
    const add = (name: string) => note(container, name)
    const stock = await step(
      'reserve',
      async () => {
        await add('reserve')
        await point('inside reserve')
        return { reservation: 7 }
      },
      {
        async undo({ reservation }) {
          await add(`release ${reservation}`)
          await point('inside release')
        },
      },
    )
    await point('between reserve and pay')
    const payment = await step(
      'pay',
      async ({ idempotency_key }) => {
        await add(`pay ${idempotency_key.split('/')[1]}`)
        await point('inside pay')
        return 'pay_1'
      },
      { external: true, undo: (id) => add(`cancel ${id}`) },
    )
    await point('between pay and place')
    return step('place', async () => {
      await add('place')
      await point('inside place')
      if (input.fails) throw new Error('no address')
      return `order with ${stock.reservation} and ${payment}`
    })
  })

/** A shipment whose label comes out at the third attempt, and that waits for a courier. */
export const shipWorkflow = (point: Point) =>
  defineWorkflow('ship', { lease: 1, events: ['courier.came'] }, async (_: object, { step, container }) => {
    await step(
      'print',
      async ({ attempt, idempotency_key }) => {
        await note(container, `print ${attempt}, ${idempotency_key.split('/')[1]}`)
        await point(`print ${attempt}`)
        if (attempt < 3) throw new Error('paper jam')
      },
      { external: true, retry: { attempts: 3, delay: 0.05 } },
    )
    await step.waitFor('courier', { event: 'courier.came', subject: 'cart_1' })
    return 'shipped'
  })
