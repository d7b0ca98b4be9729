import { languageTag } from '@stoa/http'
import { BigNumber, type Container, StoaError } from '@stoa/kernel'
import { Query, type ResultRow } from '@stoa/query'
import { wordsOf } from './variant-words.ts'

const VARIANT_FIELDS =
  `id title sku barcode thumbnail manage_inventory allow_backorder calculated_price inventory_quantity
  options.value options.option.title product.id product.title product.subtitle product.description product.handle
  product.thumbnail product.is_giftcard product.discountable product.type.id product.type.value product.collection.title
  product.shipping_profile.id`.split(/\s+/)

const PRICE_FIELDS = ['id', 'calculated_price']

/** What prices and stock are computed for. */
export interface Buyer {
  region_id: string | null
  currency_code: string
  sales_channel_id: string | null
  customer_group_ids?: readonly string[]
  /** In which language the variants' words are to be. Default: as they were written. */
  locale?: string | null
}

/** A line, as far as prices and stock depend on it. */
export interface SoldLine {
  variant_id: string | null
  quantity: number
}

/** Which variants {@link findVariants} may find. */
export interface VariantScope {
  /** Also such as no shop shows: not published, or not in the buyer's sales channel. Default: false */
  hidden?: boolean
  /** Those that need no price, as somebody names one. Default: none */
  unpriced?: readonly string[]
  /**
   * All lines the buyer will have: prices are for as many as there are of each variant. Variants of theirs that are not wanted come
   * along with nothing but their prices, and are left out where they are not for sale. Default: one of each that is wanted
   */
  lines?: readonly SoldLine[]
}

/**
 * The variants that are wanted, with their prices for this buyer. One statement, and one for the other variants of the lines.
 *
 * @throws StoaError `invalid_data` for a variant that does not exist, is not published, or has no price for the buyer
 * @example
 * const variants = await findVariants(container, [id], { region_id, currency_code: 'eur', sales_channel_id })
 * variants.get(id)?.calculated_price.calculated_amount // 12.5
 */
export async function findVariants(
  container: Container,
  ids: readonly string[],
  buyer: Buyer,
  { hidden = false, unpriced: free = [], lines = [] }: VariantScope = {},
): Promise<Map<string, ResultRow>> {
  const quantities = quantitiesOf(lines)
  const wanted = new Set(ids)
  const others = Object.keys(quantities).filter((id) => !wanted.has(id))
  const read = async (sought: readonly string[], fields: readonly string[]) => {
    if (sought.length === 0) return []
    return container.resolve(Query).list('product_variant', {
      fields,
      filters: { id: sought, ...(hidden ? {} : { product: shownTo(buyer) }) },
      context: contextOf(buyer, quantities),
    })
  }
  const found = await read([...wanted], VARIANT_FIELDS)
  assertFound(found, wanted, hidden)
  assertPriced(
    found.filter(({ id }) => !free.includes(id as string)),
    buyer,
  )
  const priced = (await read(others, PRICE_FIELDS)).filter(isPriced)
  return new Map([...found, ...priced].map((row) => [row.id as string, row]))
}

/** What prices and words of variants are computed from. */
const contextOf = (buyer: Buyer, quantities: Readonly<Record<string, number>>) => ({
  locale: languageTag(buyer.locale),
  region_id: buyer.region_id,
  currency_code: buyer.currency_code,
  customer_group_ids: buyer.customer_group_ids ?? [],
  sales_channel_ids: buyer.sales_channel_id ? [buyer.sales_channel_id] : [],
  quantities,
})

const isPriced = ({ calculated_price }: ResultRow) => calculated_price !== null

function assertFound(rows: readonly ResultRow[], wanted: ReadonlySet<string>, hidden: boolean): void {
  const found = new Set(rows.map(({ id }) => id))
  const missing = [...wanted].filter((id) => !found.has(id))
  if (missing.length === 0) return
  throw new StoaError(
    'invalid_data',
    `Variants ${missing.join(', ')} do not exist${hidden ? '' : ' or belong to a product that is not published'}`,
  )
}

function assertPriced(rows: readonly ResultRow[], { currency_code }: Buyer): void {
  const unpriced = rows.filter((row) => !isPriced(row))
  if (unpriced.length === 0) return
  throw new StoaError(
    'invalid_data',
    `Variants with IDs ${unpriced.map(({ id }) => id).join(', ')} do not have a price in ${currency_code}`,
  )
}

/** How many there are of each variant, on whichever lines. */
function quantitiesOf(lines: readonly SoldLine[]): Record<string, number> {
  const quantities = new Map<string, number>()
  for (const { variant_id, quantity } of lines) {
    if (variant_id) quantities.set(variant_id, (quantities.get(variant_id) ?? 0) + quantity)
  }
  return Object.fromEntries(quantities)
}

const shownTo = ({ sales_channel_id }: Buyer) => ({
  status: 'published',
  ...(sales_channel_id ? { sales_channels: { id: [sales_channel_id] } } : {}),
})

/** The columns of a line but for its price, in the words its variant has now. */
export function lineOf(variant: ResultRow) {
  const { product } = variant
  return {
    ...wordsOf(variant),
    thumbnail: variant.thumbnail ?? product.thumbnail,
    variant_id: variant.id as string,
    product_id: product.id,
    product_type_id: product.type?.id ?? null,
    product_handle: product.handle,
    variant_sku: variant.sku,
    variant_barcode: variant.barcode,
    requires_shipping: product.shipping_profile !== null,
    is_discountable: product.discountable,
    is_giftcard: product.is_giftcard,
    is_custom_price: false,
  }
}

/** The columns of a line that follow its variant's price. */
export function priceOf(price: ResultRow) {
  const isReduced = BigNumber(price.calculated_amount).lt(price.original_amount)
  return {
    unit_price: BigNumber(price.raw_calculated_amount.value),
    is_tax_inclusive: price.is_calculated_price_tax_inclusive as boolean,
    compare_at_unit_price: isReduced ? BigNumber(price.raw_original_amount.value) : null,
  }
}

/**
 * Checks that there is enough in the stock for lines add up to. It promises nothing: only reserving
 * does.
 *
 * @throws StoaError `not_allowed` with the code `insufficient_inventory`
 */
export function assertInStock(items: readonly SoldLine[], variants: ReadonlyMap<string, ResultRow>): void {
  for (const [id, quantity] of Object.entries(quantitiesOf(items))) {
    const variant = variants.get(id)
    if (!variant?.manage_inventory || variant.allow_backorder) continue
    if (quantity > variant.inventory_quantity) {
      throw new StoaError(
        'not_allowed',
        `Some variant does not have the required inventory: ${variant.title} (${id}) has ${variant.inventory_quantity}, not ${quantity}.`,
        { code: 'insufficient_inventory' },
      )
    }
  }
}
