import { Events } from '@stoa/events'
import type { CreatedParcel } from '@stoa/fulfillment'
import type { Container } from '@stoa/kernel'
import { roundToCurrency } from '@stoa/money'
import { OrderService } from '@stoa/order'
import { calculatePrice } from '@stoa/settings'
import { defineWorkflow } from '@stoa/workflows'
import { draftReturn, type ReturnDraft, type WantedReturn } from '../returns/draft-return.ts'
import { addReturnParcel } from '../returns/return-parcel.ts'
import { makeReturnParcel } from './make-return-parcel.ts'

type Price = NonNullable<ReturnDraft['price']>

/**
 * Asks for goods of an order to go back: they are counted, the shipping option's provider makes a parcel for the way back,
 * and only then is the return there. What the way back costs is the shipping option's price, whoever asks.
 *
 * @returns the return's id
 */
export const createReturn = defineWorkflow(
  'create-return',
  async (wanted: WantedReturn, { step, container }): Promise<{ return_id: string }> => {
    const draft = (await step('take items', () => draftReturn(container, wanted), {
      undo: ({ id }) => container.resolve(OrderService).forgetReturn(wanted.order_id, id),
    })) as ReturnDraft
    const price =
      draft.price ?? (await step('calculate price', () => computePrice(container, draft), { external: true }))
    const made = await makeReturnParcel(step, container, draft.back)
    return step('record return', () => record(container, wanted, draft, price, made))
  },
)

async function computePrice(container: Container, { option, order }: ReturnDraft): Promise<Price> {
  const { amount, is_tax_inclusive } = await calculatePrice(container, option, order)
  return { amount: amount.toFixed(), is_tax_inclusive }
}

async function record(
  container: Container,
  { order_id, items, note = null }: WantedReturn,
  { id: return_id, order, option, back }: ReturnDraft,
  { amount, is_tax_inclusive }: Price,
  made: CreatedParcel | undefined,
): Promise<{ return_id: string }> {
  await container.resolve(OrderService).recordReturn({
    id: return_id,
    order_id,
    items,
    location_id: back.location_id,
    note,
    shipping: {
      name: option.name,
      shipping_option_id: option.id,
      amount: roundToCurrency(amount, order.currency_code),
      is_tax_inclusive,
      data: option.data,
    },
  })
  await addReturnParcel(container, return_id, back, made)
  await container.resolve(Events).emit('order.return_requested', { id: order_id, order_id, return_id })
  return { return_id }
}
