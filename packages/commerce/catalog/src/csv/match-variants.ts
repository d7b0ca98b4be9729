import type { VariantDraft } from './drafts.ts'
import type { KnownProduct, KnownVariant } from './known-products.ts'
import type { Problems } from './problems.ts'

/** A row and the variant it is about; a row about none is about a new one. */
export interface MatchedVariant {
  row: VariantDraft
  variant: KnownVariant | undefined
}

/** Finds the variants that rows are about: by their id, their SKU, or their options. */
export function matchVariants(
  rows: readonly VariantDraft[],
  { variants }: KnownProduct,
  problems: Problems,
): MatchedVariant[] {
  const lines = new Map<KnownVariant, number>()
  return rows.map((row) => {
    const variant =
      variants.find(({ id }) => id === row.fields.id) ??
      variants.find(({ sku }) => sku !== null && sku === row.fields.sku) ??
      variants.find((variant) => hasOptions(variant, row))
    if (!variant) return { row, variant }
    const before = lines.get(variant)
    if (before === undefined) lines.set(variant, row.line)
    else problems.add(row.line, undefined, `line ${before} is about the same variant, ${variant.id}.`)
    return { row, variant }
  })
}

/** Whether a variant has the options of a row and no others. Where there are none, an SKU may still tell them apart. */
function hasOptions({ options, sku }: KnownVariant, { options: wanted, fields }: VariantDraft): boolean {
  const present = Object.entries(options)
  if (present.length === 0 && sku !== null && fields.sku !== undefined) return false
  return present.length === wanted.size && present.every(([title, value]) => wanted.get(title) === value)
}
