import type { Container } from '@stoa/kernel'
import { computeDiscounts, PromotionService } from '@stoa/promotion'
import { assertKnown, nextCodes, type PromoCodeChange } from './promo-codes.ts'
import type { PromotedSale, PromotionsBefore, SaleDiscount } from './promoted-sale.ts'
import { withAttributes } from './sale-attributes.ts'

/** What promotions make of a sale. */
export interface SalePromotions {
  adjustments: SaleDiscount[]
  /** Those the sale has from now on. */
  promotion_ids: string[]
}

/**
 * What promotions take off a sale: automatic ones, and those whose codes were given. A code whose promotion does not fit the
 * sale, or not any more, is dropped; an automatic promotion is only there while it takes something off.
 *
 * @param sale with its taxes: a discount may contain some
 * @param before the promotions it has had, and whether the shop has automatic ones
 * @param change what is done to its codes. Default: nothing
 * @throws StoaError `invalid_data` for codes that are asked for and belong to no active promotion
 * @example
 * const { adjustments } = await promotionsOf(container, cart, { promotions: [], has_automatic: true }, { add: ['SUMMER'] })
 */
export async function promotionsOf(
  container: Container,
  sale: PromotedSale,
  before: PromotionsBefore,
  change?: PromoCodeChange,
): Promise<SalePromotions> {
  const given = before.promotions.filter(({ is_automatic }) => !is_automatic).map(({ code }) => code)
  const codes = nextCodes(given, change)
  const isEmpty = sale.items.length + sale.shipping_methods.length === 0
  if (codes.length === 0 && (isEmpty || !before.has_automatic)) return NONE
  const buyer = { customer_id: sale.customer_id, customer_email: sale.email }
  const active = await container.resolve(PromotionService).findActive(codes, buyer)
  assertKnown(active, change)
  if (active.length === 0) return NONE
  const { discounts, promotions } = computeDiscounts(
    active,
    await withAttributes(container, sale),
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

const NONE: SalePromotions = { adjustments: [], promotion_ids: [] }
