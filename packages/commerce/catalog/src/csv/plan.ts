import type { CatalogProductChange } from '../change-products.ts'
import type { NewCatalogProduct, NewCatalogVariant } from '../new-catalog-product.ts'
import type { PlainPrice } from '../variant-prices.ts'
import type { CatalogVariantChange } from '../variants.ts'
import type { ProductDraft, VariantDraft } from './drafts.ts'
import type { Known } from './known.ts'
import type { KnownProduct } from './known-products.ts'
import { matchVariants } from './match-variants.ts'
import { completeOptions, nextOptions } from './options.ts'
import { Problems } from './problems.ts'
import { References } from './references.ts'

/** What an import does. */
export interface ImportPlan {
  created: NewCatalogProduct[]
  changed: CatalogProductChange[]
  added_variants: (NewCatalogVariant & { product_id: string })[]
  changed_variants: CatalogVariantChange[]
  /** Prices to be set beside those that variants have. */
  prices: { id: string; prices: PlainPrice[] }[]
}

/**
 * Decides what becomes of the products of a file. A pure function.
 *
 * @throws StoaError `invalid_data` that names the lines of rows that cannot be imported
 */
export function planImport(drafts: readonly ProductDraft[], known: Known): ImportPlan {
  const problems = new Problems()
  const references = new References(known.references, problems)
  const plan: ImportPlan = {
    created: [],
    changed: [],
    added_variants: [],
    changed_variants: [],
    prices: [],
  }
  refuseTwins(drafts, problems)
  const rows = new Map<KnownProduct, ProductDraft>()
  for (const draft of drafts) {
    const product =
      known.byId.get(draft.fields.id as string) ?? known.byHandle.get(draft.fields.handle as string)
    const before = product && rows.get(product)
    if (before) {
      problems.add(draft.line, undefined, `line ${before.line} is about the same product, ${product.handle}.`)
    } else if (product) {
      rows.set(product, draft)
      planChange(draft, product, { known, plan, problems, references })
    } else planCreation(draft, { known, plan, problems, references })
  }
  problems.throwIfAny()
  return plan
}

interface Planner {
  known: Known
  plan: ImportPlan
  problems: Problems
  references: References
}

/** Two rows of one file cannot both have what only one may have. */
function refuseTwins(drafts: readonly ProductDraft[], problems: Problems): void {
  const taken = new Map<string, number>()
  const take = (what: string, value: unknown, line: number) => {
    if (value === undefined) return
    const key = `${what} ${value}`
    const before = taken.get(key)
    if (before === undefined) taken.set(key, line)
    else problems.add(line, what, `line ${before} has ${value} already.`)
  }
  for (const { line, fields, variants } of drafts) {
    take('Product Handle', fields.handle, line)
    for (const variant of variants) take('Variant SKU', variant.fields.sku, variant.line)
  }
}

function planCreation(draft: ProductDraft, { known, plan, problems, references }: Planner): void {
  const { id: _, ...fields } = references.resolveFields(draft)
  if (fields.title === undefined) {
    problems.add(draft.line, 'Product Title', 'a new product needs one.')
  }
  for (const { line, fields } of draft.variants) refuseTakenSku(line, fields, undefined, known, problems)
  const { images, ...lists } = references.resolveLists(draft)
  const options = nextOptions([], draft.variants)
  completeOptions(options, draft.variants, [], problems)
  plan.created.push({
    ...(fields as { title: string }),
    ...lists,
    ...(images ? { images: images.map((url) => ({ url })) } : {}),
    options,
    variants: draft.variants.map((variant) => newVariant(variant, references)),
  })
}

function planChange(
  draft: ProductDraft,
  product: KnownProduct,
  { known, plan, problems, references }: Planner,
): void {
  const { id: _, handle, ...fields } = references.resolveFields(draft)
  const owner = known.byHandle.get(handle as string)
  if (owner && owner !== product) {
    problems.add(draft.line, 'Product Handle', `${handle} is the handle of another product, ${owner.id}.`)
  }
  const matched = matchVariants(draft.variants, product, problems)
  const options = nextOptions(product.options, draft.variants)
  const others = product.variants.filter(({ id }) => !matched.some(({ variant }) => variant?.id === id))
  completeOptions(options, draft.variants, others, problems, matched)
  plan.changed.push({
    ...fields,
    ...(handle === undefined ? {} : { handle }),
    ...changedLists(references.resolveLists(draft), product),
    ...(isSame(options, product.options) ? {} : { options }),
    id: product.id,
  } as CatalogProductChange)
  for (const { row, variant } of matched) {
    refuseTakenSku(row.line, row.fields, variant?.id, known, problems)
    if (!variant) {
      plan.added_variants.push({ ...newVariant(row, references), product_id: product.id })
      continue
    }
    const { id: __, ...change } = row.fields
    const values = { ...variant.options, ...Object.fromEntries(row.options) }
    const chooses = !isSame(values, variant.options)
    plan.changed_variants.push({
      ...change,
      ...(chooses ? { options: values } : {}),
      id: variant.id,
      product_id: product.id,
    })
    if (row.prices.length > 0) {
      plan.prices.push({ id: variant.id, prices: pricesOf(row, references) })
    }
  }
}

function refuseTakenSku(
  line: number,
  { sku }: Record<string, unknown>,
  own: string | undefined,
  { skus }: Known,
  problems: Problems,
): void {
  const owner = skus.get(sku as string)
  if (owner !== undefined && owner !== own) {
    problems.add(line, 'Variant SKU', `${sku} is the SKU of another variant, ${owner}.`)
  }
}

function newVariant(row: VariantDraft, references: References): NewCatalogVariant {
  const { id: _, title, ...fields } = row.fields
  const options = Object.fromEntries(row.options)
  return {
    ...fields,
    title: (title ?? ([...row.options.values()].join(' / ') || fields.sku) ?? 'Default variant') as string,
    options,
    prices: pricesOf(row, references).map(({ region_id, ...price }) => ({
      ...price,
      ...(region_id === undefined ? {} : { rules: { region_id } }),
    })),
  }
}

const pricesOf = (row: VariantDraft, references: References): PlainPrice[] =>
  row.prices.map(({ column, currency_code, amount, region }) => ({
    currency_code,
    amount,
    ...(region === undefined ? {} : { region_id: references.resolve('region', region, row.line, column) }),
  }))

/** The lists that are not what the product has already. */
function changedLists(
  { images, ...lists }: ReturnType<References['resolveLists']>,
  product: KnownProduct,
): Partial<CatalogProductChange> {
  const changed = Object.entries(lists).filter(
    ([name, ids]) => !isSame(ids.toSorted(), product[name as keyof typeof lists].toSorted()),
  )
  return {
    ...Object.fromEntries(changed),
    ...(images && !isSame(images, product.images) ? { images: images.map((url) => ({ url })) } : {}),
  }
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)
