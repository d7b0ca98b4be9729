import { type Database, StoaError } from '@stoa/kernel'

/** A variant and the values it is to have, by the names of the options. */
export interface WantedOptions {
  /** Of a variant there is already. */
  id?: string
  product_id: string
  title: string
  options: Readonly<Record<string, string>>
}

/** The ids of values by option and value. */
type Choices = ReadonlyMap<string, ReadonlyMap<string, string>>

// Plain joins, which PostgreSQL does well also right after an import, when it knows nothing of the tables yet.
const CHOICES = `
  select link.product_id, o.title, v.value, v.id
  from stoa_product.product_product_option link
  join stoa_product.product_option o on o.id = link.product_option_id and o.deleted_at is null
  join stoa_product.product_product_option_value chosen on chosen.product_product_option_id = link.id
  join stoa_product.product_option_value v on v.id = chosen.product_option_value_id and v.deleted_at is null
  where link.product_id = any($1::text[]) and link.deleted_at is null`

const TAKEN = `
  select variant.product_id, variant.id as variant_id,
    array_agg(has.product_option_value_id order by has.product_option_value_id) as values
  from stoa_product.product_variant variant
  join stoa_product.product_variant_option has on has.product_variant_id = variant.id
  where variant.product_id = any($1::text[]) and variant.deleted_at is null
  group by variant.id`

/**
 * The ids of the values that variants are to have, in two statements.
 *
 * @returns one list for each variant, in their order
 * @throws StoaError `invalid_data` for an option or value the product does not have, an option left out, or values that
 *   another variant of the product has
 */
export async function resolveOptions(
  database: Database,
  wanted: readonly WantedOptions[],
): Promise<string[][]> {
  if (wanted.length === 0) return []
  const products = [...new Set(wanted.map(({ product_id }) => product_id))]
  const choices = await findChoices(database, products)
  const present = await database.query<{ product_id: string; variant_id: string; values: string[] }>(TAKEN, [
    products,
  ])
  const changed = new Set(wanted.flatMap(({ id }) => id ?? []))
  const taken = new Set(
    present
      .filter(({ variant_id }) => !changed.has(variant_id))
      .map(({ product_id, values }) => [product_id, ...values.toSorted()].join()),
  )
  return wanted.map((variant) => {
    const ids = chosenValues(choices.get(variant.product_id) ?? new Map(), variant)
    const key = [variant.product_id, ...ids.toSorted()].join()
    if (ids.length > 0 && taken.has(key)) {
      const names = Object.values(variant.options).join(' / ')
      throw new StoaError('invalid_data', `Variant (${names}) with provided options already exists.`)
    }
    taken.add(key)
    return ids
  })
}

/** By product. */
async function findChoices(database: Database, products: readonly string[]): Promise<Map<string, Choices>> {
  const found = new Map<string, Map<string, Map<string, string>>>()
  const rows = await database.query<{ product_id: string; title: string; value: string; id: string }>(
    CHOICES,
    [products],
  )
  for (const { product_id, title, value, id } of rows) {
    const options = found.get(product_id) ?? new Map<string, Map<string, string>>()
    const values = options.get(title) ?? new Map<string, string>()
    found.set(product_id, options.set(title, values.set(value, id)))
  }
  return found
}

function chosenValues(choices: Choices, { title, options }: WantedOptions): string[] {
  const missing = [...choices.keys()].filter((option) => !Object.hasOwn(options, option))
  if (missing.length > 0) {
    throw new StoaError('invalid_data', `Variant ${title} has no value for the option ${missing.join(', ')}.`)
  }
  return Object.entries(options).map(([option, value]) => {
    const id = choices.get(option)?.get(value)
    if (id) return id
    throw new StoaError(
      'invalid_data',
      `Variant ${title} has ${option} ${value}, which is no option value of its product.`,
    )
  })
}
