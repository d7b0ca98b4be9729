import { assertInStock, findVariants, lineOf, priceOf } from '@stoa/catalog'
import { BigNumber, type Container, createId, StoaError } from '@stoa/kernel'
import { type Amount, roundToCurrency } from '@stoa/money'
import type { AddedLine } from '@stoa/order'
import type { ResultRow } from '@stoa/query'
import { findRegion, taxesOf } from '@stoa/settings'
import type { SoldOrder } from './sold-order.ts'

/** What a shopkeeper adds to an order. */
export interface WantedLine {
  /** None for what is no variant: it needs a title and a price. */
  variant_id?: string | null | undefined
  /** Default: that of the variant's product. */
  title?: string | null | undefined
  /** Of what is no variant. */
  variant_sku?: string | null | undefined
  variant_barcode?: string | null | undefined
  quantity: number
  /** In major units. Default: what the variant costs the buyer. */
  unit_price?: Amount | null | undefined
  compare_at_unit_price?: number | null | undefined
  internal_note?: string | null | undefined
  /** Whether it may be promised beyond the stock. Default: what the variant says. */
  allow_backorder?: boolean | undefined
  metadata?: Record<string, unknown> | null | undefined
}

/** What {@link newLines} makes sure of. */
export interface NewLinesOptions {
  /** Whether there has to be enough in the stock. Default: true */
  promised?: boolean
}

/**
 * The lines that come into an order, with their prices for its buyer and their taxes where it goes.
 *
 * @throws StoaError `invalid_data` for a variant that does not exist or has no price, and for what is no variant and has none
 *   or no title; `not_allowed` for too little in the stock
 */
export async function newLines(
  container: Container,
  order: SoldOrder,
  wanted: readonly WantedLine[],
  { promised = true }: NewLinesOptions = {},
): Promise<AddedLine[]> {
  const named = wanted.filter(({ unit_price }) => unit_price != null)
  const variants = await findVariants(container, variantsOf(wanted), order, {
    hidden: true,
    unpriced: variantsOf(named),
    lines: soldLines(wanted),
  })
  if (promised) {
    assertInStock(soldLines(wanted.filter(({ allow_backorder }) => !allow_backorder)), variants)
  }
  const lines = wanted.map((line) => {
    const variant = variants.get(line.variant_id ?? '')
    const own = variant?.calculated_price ? priceOf(variant.calculated_price) : UNPRICED
    return { id: createId('ordli'), ...wordsOf(line, variant), ...priced(line, own, order.currency_code) }
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

const soldLines = (wanted: readonly WantedLine[]) =>
  wanted.map(({ variant_id = null, quantity }) => ({ variant_id, quantity }))

const variantsOf = (wanted: readonly WantedLine[]) => wanted.flatMap(({ variant_id }) => variant_id ?? [])

/** The columns of a line but for its price. */
function wordsOf({ variant_id, title, ...line }: WantedLine, variant: ResultRow | undefined) {
  if (variant) return { ...lineOf(variant), ...(title == null ? {} : { title }) }
  if (title == null || line.unit_price == null) {
    throw new StoaError(
      'invalid_data',
      `An item that is no variant needs a ${title == null ? 'title' : `unit_price, and ${title} has none`}. For a variant name its variant_id.`,
    )
  }
  return {
    title,
    variant_id: null,
    product_id: null,
    product_type_id: null,
    variant_sku: line.variant_sku ?? null,
    variant_barcode: line.variant_barcode ?? null,
    requires_shipping: true,
    is_discountable: true,
    is_giftcard: false,
  }
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
