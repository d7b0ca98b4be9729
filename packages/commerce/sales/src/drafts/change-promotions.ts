import { promotionsByCode } from '@stoa/catalog'
import { type Container, StoaError } from '@stoa/kernel'
import { type OpenChange, OrderService } from '@stoa/order'
import { type DraftPromotion, heldPromotions } from './held-promotions.ts'

/**
 * Gives promotion codes to a draft with its open edit. Whether they take something off is found when the step is done; those
 * that do not fit the draft when the edit is confirmed are dropped then.
 *
 * @throws StoaError `invalid_data` for codes that belong to no active promotion
 */
export async function addPromotions(
  container: Container,
  change: OpenChange,
  codes: readonly string[],
): Promise<void> {
  const wanted = await promotionsByCode(container, codes)
  const { promotions, removed } = await heldPromotions(container, change.order_id, change.id)
  const held = new Set([...promotions, ...removed].map(({ id }) => id))
  // An automatic promotion needs no code.
  const fresh = wanted.filter(({ id, is_automatic }) => !is_automatic && !held.has(id))
  await say(container, change, {
    action: 'PROMOTION_ADD',
    detail: 'added_code',
    promotions: fresh,
    undone: removed.filter(({ code }) => codes.includes(code)),
  })
}

/**
 * Takes promotion codes out of a draft with its open edit.
 *
 * @throws StoaError `invalid_data` for codes that the draft does not have
 */
export async function removePromotions(
  container: Container,
  change: OpenChange,
  codes: readonly string[],
): Promise<void> {
  const { promotions } = await heldPromotions(container, change.order_id, change.id)
  const given = promotions.filter(({ is_automatic }) => !is_automatic)
  const known = new Set(given.map(({ code }) => code))
  const unknown = codes.filter((code) => !known.has(code))
  if (unknown.length > 0) {
    throw new StoaError(
      'invalid_data',
      `Draft order ${change.order_id} was not given the promotion code ${unknown.join(', ')}. ${known.size > 0 ? `It has: ${[...known].join(', ')}.` : 'It has none.'}`,
    )
  }
  const wanted = given.filter(({ code }) => codes.includes(code))
  await say(container, change, {
    action: 'PROMOTION_REMOVE',
    detail: 'removed_code',
    promotions: wanted.filter(({ action }) => action === null),
    undone: wanted.filter(({ action }) => action === 'PROMOTION_ADD'),
  })
}

interface Said {
  action: NonNullable<DraftPromotion['action']>
  detail: string
  promotions: readonly { id: string; code: string }[]
  /** What was said before of these is not said any more. */
  undone: readonly DraftPromotion[]
}

async function say(
  container: Container,
  change: OpenChange,
  { action, detail, promotions, undone }: Said,
): Promise<void> {
  const orders = container.resolve(OrderService)
  if (undone.length > 0) {
    await orders.removeChangeActions(
      change,
      undone.map(({ action_id }) => action_id as string),
    )
  }
  if (promotions.length === 0) return
  await orders.addChangeActions(
    change,
    promotions.map(({ id, code }) => ({
      action,
      reference: 'promotion',
      reference_id: id,
      details: { [detail]: code },
    })),
  )
}
