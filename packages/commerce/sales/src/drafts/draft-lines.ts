import { type Container, StoaError } from '@stoa/kernel'
import type { AddedLine } from '@stoa/order'
import { Query } from '@stoa/query'
import type { Static } from 'typebox'
import { newLines } from '../changes/new-lines.ts'
import type { SoldOrder } from '../changes/sold-order.ts'
import { amountOf, type newDraft } from './schemas.ts'

type Item = NonNullable<Static<typeof newDraft>['items']>[number]

/**
 * The lines of a draft: variants, that are named or found by their `sku` or `barcode`, and whatever else has a title and a price.
 *
 * @throws StoaError `invalid_data` for a variant that does not exist or has no price, and for what is no variant and has none or
 *   no title
 */
export async function draftLines(
  container: Container,
  order: SoldOrder,
  items: readonly Item[],
): Promise<AddedLine[]> {
  const found = await variantsByWord(container, items)
  return newLines(
    container,
    order,
    items.map(({ unit_price, sku, barcode, ...item }) => ({
      ...item,
      variant_id: item.variant_id ?? found(sku, barcode),
      unit_price: unit_price == null ? null : amountOf(unit_price),
    })),
    { promised: false },
  )
}

interface Variant {
  id: string
  sku: string | null
  barcode: string | null
}

/** How a variant is found by its sku or barcode. */
async function variantsByWord(container: Container, items: readonly Item[]) {
  const unnamed = items.filter(({ variant_id }) => variant_id == null)
  const skus = unnamed.flatMap(({ sku }) => sku ?? [])
  const barcodes = unnamed.flatMap(({ barcode }) => barcode ?? [])
  const isAsked = skus.length + barcodes.length > 0
  const variants = isAsked
    ? await container.resolve(Query).list<Variant & Record<string, unknown>>('product_variant', {
        fields: ['id', 'sku', 'barcode'],
        filters: { $or: [{ sku: skus }, { barcode: barcodes }] },
      })
    : []
  return (sku: string | null | undefined, barcode: string | null | undefined): string | null => {
    if (sku == null && barcode == null) return null
    const variant = variants.find(
      (one) => (sku == null || one.sku === sku) && (barcode == null || one.barcode === barcode),
    )
    if (variant) return variant.id
    const words = [...(sku == null ? [] : [`sku ${sku}`]), ...(barcode == null ? [] : [`barcode ${barcode}`])]
    throw new StoaError('invalid_data', `There is no variant with the ${words.join(' and the ')}.`)
  }
}
