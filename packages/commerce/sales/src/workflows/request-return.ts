import { Events } from '@stoa/events'
import type { Container } from '@stoa/kernel'
import { OrderService } from '@stoa/order'
import { defineWorkflow } from '@stoa/workflows'
import { draftRequest, type RequestDraft } from '../returns/draft-request.ts'
import { addReturnParcel } from '../returns/return-parcel.ts'
import { makeReturnParcel } from './make-return-parcel.ts'

interface RequestReturn {
  order_id: string
  return_id: string
  by: string | null
  no_notification?: boolean | undefined
}

/**
 * Asks for the goods of a return that a shopkeeper put together: they are counted, the provider of its shipping makes a parcel
 * for the way back, and only then is the return asked for.
 */
export const requestReturn = defineWorkflow(
  'request-return',
  async ({ order_id, return_id, by, no_notification }: RequestReturn, { step, container }) => {
    const orders = container.resolve(OrderService)
    const open = () => orders.lockOpenChange(order_id, 'return_request', { return_id })
    const draft = (await step('take items', async () => draftRequest(container, await open(), return_id), {
      undo: () => orders.uncountReturn(order_id, return_id),
    })) as RequestDraft
    const made = await makeReturnParcel(step, container, draft.back)
    await step('request return', async () => {
      const { location_id, back } = draft
      await orders.requestReturn(await open(), return_id, { location_id, is_whole_change: true, by })
      if (back) await addReturnParcel(container, return_id, back, made)
      await tellOfReturn(container, 'return_requested', { order_id, return_id, no_notification })
    })
  },
)

/** Tells what happened to a return. */
export const tellOfReturn = (
  container: Container,
  what: 'return_requested' | 'return_received',
  { order_id, ...data }: { order_id: string; return_id: string; no_notification?: boolean | undefined },
) => container.resolve(Events).emit(`order.${what}`, { id: order_id, order_id, ...data })
