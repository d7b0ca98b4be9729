import { createId, StoaError } from '@stoa/kernel'
import type { NewProduct, NewSharedOption, NewVariant } from './new-product.ts'
import { type KnownOption, refuseStrangers } from './share-option.ts'

type Values = Record<string, unknown>

/** The rows of one product, each kind in its list, with ids given and references resolved. */
export interface ProductRows {
  product: Values & { id: string }
  options: Values[]
  values: Values[]
  productOptions: Values[]
  variants: (Values & { id: string })[]
}

/**
 * Resolves the names in a product to be created: which value of which option each variant has.
 *
 * @param shared what {@link NewSharedOption} leads to, by id
 * @throws StoaError `invalid_data` for a variant that names an option or a value the product does not have, leaves one
 *   out, or has the same values as another
 */
export function assembleProduct(
  { options = [], variants = [], images = [], ...own }: NewProduct,
  shared: ReadonlyMap<string, KnownOption> = new Map(),
): ProductRows {
  const product = {
    ...own,
    id: own.id ?? createId('prod'),
    thumbnail: own.thumbnail ?? images[0]?.url ?? null,
    images: images.map((image, rank) => ({ ...image, rank })),
  }
  refuseTwins(
    options.map((option) => ('id' in option ? (shared.get(option.id) as KnownOption).title : option.title)),
    (title) => `Option ${title} is listed twice.`,
  )
  const rows: ProductRows = { product, options: [], values: [], productOptions: [], variants: [] }
  const choices = new Map<string, ReadonlyMap<string, string>>()
  for (const option of options) {
    if ('id' in option) {
      const { title, values } = someOf(option, shared.get(option.id) as KnownOption)
      choices.set(title, values)
      rows.productOptions.push({
        product_id: product.id,
        product_option_id: option.id,
        values: [...values.values()],
      })
      continue
    }
    const { title, values, is_exclusive = true, metadata = null } = option
    refuseTwins(values, (value) => `Option ${title} has the value ${value} twice.`)
    const option_id = createId('opt')
    const ids = new Map(values.map((value) => [value, createId('optval')]))
    choices.set(title, ids)
    rows.options.push({ id: option_id, title, is_exclusive, metadata })
    rows.values.push(...[...ids].map(([value, id]) => ({ id, value, option_id })))
    rows.productOptions.push({
      product_id: product.id,
      product_option_id: option_id,
      values: [...ids.values()],
    })
  }
  rows.variants = variants.map(({ options: chosen = {}, ...variant }, rank) => ({
    variant_rank: rank,
    ...variant,
    id: variant.id ?? createId('variant'),
    product_id: product.id,
    options: chosenValues(choices, chosen, variant),
  }))
  refuseTwins(
    rows.variants
      .filter(({ options: chosen }) => (chosen as string[]).length > 0)
      .map(({ options: chosen }) => String(chosen)),
    () => `Two variants of ${product.title} have the same options.`,
  )
  return rows
}

/** A shared option with those of its values that are named. */
function someOf({ id, value_ids }: NewSharedOption, option: KnownOption): KnownOption {
  if (value_ids === undefined) return option
  const values = [...option.values].filter(([, value]) => value_ids.includes(value))
  refuseStrangers(
    id,
    value_ids,
    values.map(([, value]) => value),
  )
  return { ...option, values: new Map(values) }
}

function chosenValues(
  choices: ReadonlyMap<string, ReadonlyMap<string, string>>,
  chosen: Readonly<Record<string, string>>,
  { title }: Pick<NewVariant, 'title'>,
): string[] {
  const missing = [...choices.keys()].filter((option) => !Object.hasOwn(chosen, option))
  if (missing.length > 0) {
    throw new StoaError('invalid_data', `Variant ${title} has no value for the option ${missing.join(', ')}.`)
  }
  return Object.entries(chosen).map(([option, value]) => {
    const id = choices.get(option)?.get(value)
    if (id) return id
    throw new StoaError(
      'invalid_data',
      `Variant ${title} has ${option} ${value}, which is no option value of its product.`,
    )
  })
}

function refuseTwins(values: readonly string[], message: (value: string) => string): void {
  const twin = values.find((value, index) => values.indexOf(value) !== index)
  if (twin !== undefined) throw new StoaError('invalid_data', message(twin))
}
