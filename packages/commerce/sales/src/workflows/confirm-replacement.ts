import { Events } from '@stoa/events'
import { BigNumber, type Container, StoaError } from '@stoa/kernel'
import { type OpenChange, OrderService, type StoredAction } from '@stoa/order'
import { Query } from '@stoa/query'
import { defineWorkflow } from '@stoa/workflows'
import { followDifference, lockCollections } from '../changes/follow-difference.ts'
import { followStock } from '../changes/follow-stock.ts'
import { readPreview } from '../changes/read-preview.ts'
import { claim, exchange, orderOf, type Replacement } from '../changes/replacement.ts'
import { soldOrder } from '../changes/sold-order.ts'
import { followPromotionSpending } from '../promotion-uses.ts'
import { draftRequest, type RequestDraft } from '../returns/draft-request.ts'
import { addReturnParcel } from '../returns/return-parcel.ts'
import { makeReturnParcel } from './make-return-parcel.ts'

interface ConfirmReplacement {
  kind: Replacement['kind']
  id: string
  by: string | null
}

/** What goes back of it; none where nothing does. */
type Back = (RequestDraft & { return_id: string }) | null

/**
 * Confirms an exchange or a claim that was put together: what goes back is counted and its parcel made, and only then is the order
 * what it says, with the stock of what is sent and with what is to be paid.
 */
export const confirmReplacement = defineWorkflow(
  'confirm-replacement',
  async ({ kind, id, by }: ConfirmReplacement, { step, container }) => {
    const replacement = kind === 'claim' ? claim : exchange
    const orders = container.resolve(OrderService)
    const order_id = await step('find order', () => orderOf(container, replacement, id))
    const open = () => orders.lockOpenChange(order_id, kind, { [replacement.key]: id })
    const difference = await step('estimate', () =>
      kind === 'exchange' ? differenceOf(container, order_id) : null,
    )
    const back = (await step('take items', async () => draft(container, replacement, id, await open()), {
      undo: (taken: Back) => (taken ? orders.uncountReturn(order_id, taken.return_id) : undefined),
    })) as Back
    const made = await makeReturnParcel(step, container, back?.back ?? null)
    await step('confirm', async () => {
      await lockCollections(container, order_id)
      const change = await open()
      await orders.recordReplacement(change, difference === null ? {} : { difference_due: difference })
      if (back) {
        const { return_id, location_id } = back
        await orders.requestReturn(change, return_id, { location_id, is_whole_change: false, by })
        if (back.back) await addReturnParcel(container, return_id, back.back, made)
      }
      const changed = await orders.confirmChange(change, by)
      await followStock(container, await soldOrder(container, order_id), changed)
      await followDifference(container, order_id)
      await container
        .resolve(Events)
        .emit(`order.${kind}_created`, { id: order_id, order_id, [replacement.key]: id })
      await followPromotionSpending(container, order_id)
    })
  },
)

/** @throws StoaError `invalid_data` for an exchange that does not exchange, or a claim of nothing */
async function draft(
  container: Container,
  { kind, entity }: Replacement,
  id: string,
  change: OpenChange,
): Promise<Back> {
  const actions = await container.resolve(OrderService).changeActions(change)
  const has = (kind: string) => actions.some(({ action }: StoredAction) => action === kind)
  if (kind === 'exchange' && !(has('RETURN_ITEM') && has('ITEM_ADD'))) {
    throw new StoaError(
      'invalid_data',
      `Exchange ${id} needs items that go back (inbound/items) and items that are sent for them (outbound/items).`,
    )
  }
  if (kind === 'claim' && !['WRITE_OFF_ITEM', 'RETURN_ITEM', 'ITEM_ADD'].some(has)) {
    throw new StoaError(
      'invalid_data',
      `Claim ${id} is about nothing yet. Add claim-items, inbound/items or outbound/items first.`,
    )
  }
  if (!has('RETURN_ITEM')) {
    if (!actions.some(({ action, return_id }) => action === 'SHIPPING_ADD' && return_id !== null)) return null
    throw new StoaError(
      'invalid_data',
      `The ${kind} ${id} has a way back, but nothing to go it. Add inbound/items, or remove inbound/shipping-method.`,
    )
  }
  const { return_id } = await container
    .resolve(Query)
    .retrieve<{ return_id: string }>(entity, id, { fields: ['return_id'] })
  return { return_id, ...(await draftRequest(container, change, return_id)) }
}

/** What the buyer owes beyond what they did, once the goods are back. */
async function differenceOf(container: Container, orderId: string): Promise<number> {
  const preview = await readPreview(container, orderId)
  const { summary } = await container
    .resolve(Query)
    .retrieve<{ summary: Record<string, number> }>('order', orderId, { fields: ['summary'] })
  return BigNumber(preview.summary.current_order_total)
    .minus(summary.current_order_total as number)
    .toNumber()
}
