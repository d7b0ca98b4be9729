import { assertInStock, findVariants, lineOf, priceOf } from '@stoa/catalog'
import { BigNumber, type Container, createId } from '@stoa/kernel'
import { roundToCurrency } from '@stoa/money'
import type { AddedLine } from '@stoa/order'
import { findRegion, taxesOf } from '@stoa/settings'
import type { SoldOrder } from './sold-order.ts'

/** What a shopkeeper adds to an order. */
export interface WantedLine {
  variant_id: string
  quantity: number
  /** In major units. Default: what the variant costs the buyer. */
  unit_price?: number | null | undefined
  compare_at_unit_price?: number | null | undefined
  internal_note?: string | null | undefined
  /** Whether it may be promised beyond the stock. Default: what the variant says. */
  allow_backorder?: boolean | undefined
  metadata?: Record<string, unknown> | null | undefined
}

/**
 * The lines of variants that come into an order, with their prices for its buyer and their taxes where it goes.
 *
 * @throws StoaError `invalid_data` for a variant that does not exist or has no price, `not_allowed` for too little in the stock
 */
export async function newLines(
  container: Container,
  order: SoldOrder,
  wanted: readonly WantedLine[],
): Promise<AddedLine[]> {
  const named = wanted.filter(({ unit_price }) => unit_price != null).map(({ variant_id }) => variant_id)
  const variants = await findVariants(
    container,
    wanted.map(({ variant_id }) => variant_id),
    order,
    { hidden: true, unpriced: named, lines: wanted },
  )
  assertInStock(
    wanted.filter(({ allow_backorder }) => !allow_backorder),
    variants,
  )
  const lines = wanted.map((line) => {
    const variant = variants.get(line.variant_id)
    const own = variant?.calculated_price ? priceOf(variant.calculated_price) : UNPRICED
    return { id: createId('ordli'), ...lineOf(variant as never), ...priced(line, own, order.currency_code) }
  })
  const region = order.region_id ? await findRegion(container, order.region_id) : undefined
  const { shipping_address } = order
  const taxes = await taxesOf(container, { shipping_address, items: lines, shipping_methods: [] }, region)
  return lines.map(({ id, ...values }, index): AddedLine => {
    const { quantity, allow_backorder, internal_note, metadata } = wanted[index] as WantedLine
    return {
      id,
      quantity,
      allow_backorder,
      internal_note,
      values: { ...values, metadata: metadata ?? {} },
      tax_lines: taxes.flatMap(({ ...tax }) =>
        'item_id' in tax && tax.item_id === id ? [withoutLine(tax)] : [],
      ),
      adjustments: [],
    }
  })
}

const UNPRICED = { unit_price: BigNumber(0), is_tax_inclusive: false, compare_at_unit_price: null }

/** A price that is named stands in place of the variant's. */
function priced(
  { unit_price, compare_at_unit_price }: WantedLine,
  own: typeof UNPRICED | ReturnType<typeof priceOf>,
  currency: string,
) {
  return {
    ...own,
    ...(compare_at_unit_price === undefined
      ? {}
      : { compare_at_unit_price: compare_at_unit_price === null ? null : BigNumber(compare_at_unit_price) }),
    ...(unit_price == null
      ? { is_custom_price: false }
      : { unit_price: roundToCurrency(unit_price, currency), is_custom_price: true }),
  }
}

const withoutLine = ({ item_id: _, ...tax }: { item_id: string }) => tax
