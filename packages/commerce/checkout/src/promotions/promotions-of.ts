import type { CartSnapshot, NewAdjustment } from '@stoa/cart'
import type { Container } from '@stoa/kernel'
import { computeDiscounts, PromotionService } from '@stoa/promotion'
import type { Surroundings } from '../surroundings.ts'
import { withAttributes } from './attributes.ts'
import { assertKnown, nextCodes, type PromoCodeChange } from './promo-codes.ts'

/** What promotions make of a cart. */
export interface CartPromotions {
  adjustments: NewAdjustment[]
  /** Those the cart has from now on. */
  promotion_ids: string[]
}

/**
 * What promotions take off a cart: automatic ones, and those whose codes its buyer gave. A code whose promotion does not fit the
 * cart, or not any more, is dropped; an automatic promotion is only there while it takes something off.
 *
 * @param cart with its taxes: a discount may contain some
 * @param before the promotions the cart has had, and whether the shop has automatic ones: with neither, nothing is looked for
 * @throws StoaError `invalid_data` for codes that are asked for and belong to no active promotion
 */
export async function promotionsOf(
  container: Container,
  cart: CartSnapshot,
  before: Pick<Surroundings, 'promotions' | 'has_automatic'>,
  change?: PromoCodeChange,
): Promise<CartPromotions> {
  const given = before.promotions.filter(({ is_automatic }) => !is_automatic).map(({ code }) => code)
  const codes = nextCodes(given, change)
  const isEmpty = cart.items.length + cart.shipping_methods.length === 0
  if (codes.length === 0 && (isEmpty || !before.has_automatic)) return NONE
  const buyer = { customer_id: cart.customer_id, customer_email: cart.email }
  const active = await container.resolve(PromotionService).findActive(codes, buyer)
  assertKnown(active, change)
  if (active.length === 0) return NONE
  const { discounts, promotions } = computeDiscounts(
    active,
    await withAttributes(container, cart),
    new Date(),
  )
  return {
    adjustments: discounts.map(({ shipping_method_id, is_tax_inclusive, ...discount }) =>
      shipping_method_id ? { ...discount, shipping_method_id } : { ...discount, is_tax_inclusive },
    ),
    promotion_ids: promotions
      .filter(({ is_automatic, amount }) => !is_automatic || amount.gt(0))
      .map(({ id }) => id),
  }
}

const NONE: CartPromotions = { adjustments: [], promotion_ids: [] }
