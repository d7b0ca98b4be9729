import { type Database, StoaError } from '@stoa/kernel'

/** A variant and the values it is to have, by the names of the options. */
export interface WantedOptions {
  /** Of a variant there is already. */
  id?: string
  product_id: string
  title: string
  options: Readonly<Record<string, string>>
}

interface Choices {
  /** The ids of values by option and value. */
  values: Record<string, Record<string, string>>
  /** What the product's variants have: the ids of values in their order. */
  taken: { variant_id: string; values: string[] }[]
}

const CHOICES = `
  select id as product_id,
    (select coalesce(json_object_agg(title, options), '{}') from (
       select o.title, json_object_agg(v.value, v.id) as options
       from stoa_product.product_product_option link
       join stoa_product.product_option o on o.id = link.product_option_id and o.deleted_at is null
       join stoa_product.product_product_option_value chosen on chosen.product_product_option_id = link.id
       join stoa_product.product_option_value v on v.id = chosen.product_option_value_id and v.deleted_at is null
       where link.product_id = asked.id and link.deleted_at is null group by o.id, o.title) option) as values,
    (select coalesce(json_agg(variant), '[]') from (
       select has.product_variant_id as variant_id,
         json_agg(has.product_option_value_id order by has.product_option_value_id) as values
       from stoa_product.product_variant variant
       join stoa_product.product_variant_option has on has.product_variant_id = variant.id
       where variant.product_id = asked.id and variant.deleted_at is null
       group by has.product_variant_id) variant) as taken
  from unnest($1::text[]) as asked(id)`

/**
 * The ids of the values that variants are to have, in one statement.
 *
 * @returns one list for each variant, in their order
 * @throws StoaError `invalid_data` for an option or value the product does not have, an option left out, or values that
 *   another variant of the product has
 */
export async function resolveOptions(
  database: Database,
  wanted: readonly WantedOptions[],
): Promise<string[][]> {
  const products = [...new Set(wanted.map(({ product_id }) => product_id))]
  const rows = await database.query<Choices & { product_id: string }>(CHOICES, [products])
  const byProduct = new Map(rows.map((row) => [row.product_id, row]))
  const changed = new Set(wanted.flatMap(({ id }) => id ?? []))
  const taken = new Set(
    rows.flatMap((row) =>
      row.taken
        .filter(({ variant_id }) => !changed.has(variant_id))
        .map(({ values }) => [row.product_id, ...values].join()),
    ),
  )
  return wanted.map((variant) => {
    const ids = chosenValues(byProduct.get(variant.product_id)?.values ?? {}, variant)
    const key = [variant.product_id, ...ids.toSorted()].join()
    if (ids.length > 0 && taken.has(key)) {
      const names = Object.values(variant.options).join(' / ')
      throw new StoaError('invalid_data', `Variant (${names}) with provided options already exists.`)
    }
    taken.add(key)
    return ids
  })
}

function chosenValues(choices: Choices['values'], { title, options }: WantedOptions): string[] {
  const missing = Object.keys(choices).filter((option) => !Object.hasOwn(options, option))
  if (missing.length > 0) {
    throw new StoaError('invalid_data', `Variant ${title} has no value for the option ${missing.join(', ')}.`)
  }
  return Object.entries(options).map(([option, value]) => {
    const id = Object.hasOwn(choices, option) ? choices[option]?.[value] : undefined
    if (id) return id
    throw new StoaError(
      'invalid_data',
      `Variant ${title} has ${option} ${value}, which is no option value of its product.`,
    )
  })
}
