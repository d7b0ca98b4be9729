import { createId, StoaError } from '@stoa/kernel'
import type { ProductService } from './service.ts'

/** An option of a product as a change lists it: by the id it has, or by its title. */
export interface WantedOption {
  id?: string
  title?: string
  values?: readonly string[]
  is_exclusive?: boolean
  metadata?: Record<string, unknown> | null
}

/** An option a product has, with those of its values that the product comes in. */
export interface Present {
  product_id: string
  link_id: string
  option_id: string
  title: string
  is_exclusive: boolean
  values: { id: string; value: string; used: boolean }[]
}

// Plain joins, which PostgreSQL does well also right after an import, when it knows nothing of the tables yet.
const PRESENT = `
  select link.product_id, link.id as link_id, o.id as option_id, o.title, o.is_exclusive, v.id as value_id, v.value
  from stoa_product.product_product_option link
  join stoa_product.product_option o on o.id = link.product_option_id and o.deleted_at is null
  left join stoa_product.product_product_option_value chosen on chosen.product_product_option_id = link.id
  left join stoa_product.product_option_value v on v.id = chosen.product_option_value_id and v.deleted_at is null
  where link.product_id = any($1::text[]) and link.deleted_at is null
  order by link.id, v.rank, v.id`

const USED = `
  select distinct variant.product_id, has.product_option_value_id as value_id
  from stoa_product.product_variant variant
  join stoa_product.product_variant_option has on has.product_variant_id = variant.id
  where variant.product_id = any($1::text[]) and variant.deleted_at is null`

type PresentRow = Omit<Present, 'values'> & { value_id: string | null; value: string }

/** The options of products. */
export async function presentOptions(
  { database }: ProductService,
  productIds: readonly string[],
): Promise<Present[]> {
  const used = await database.query<{ product_id: string; value_id: string }>(USED, [productIds])
  const taken = new Set(used.map(({ product_id, value_id }) => `${product_id} ${value_id}`))
  const rows = await database.query<PresentRow>(PRESENT, [productIds])
  return [...Map.groupBy(rows, ({ link_id }) => link_id).values()].map((list) => {
    const { value_id: _, value: __, ...option } = list[0] as PresentRow
    const values = list.flatMap(({ value_id, value }) =>
      value_id === null ? [] : [{ id: value_id, value, used: taken.has(`${option.product_id} ${value_id}`) }],
    )
    return { ...option, values }
  })
}

type Values = Record<string, unknown>

/** The rows that give a product an option of its own. */
export interface OptionRows {
  option: Values
  values: Values[]
  /** What joins the two. */
  link: Values
}

/**
 * Makes the rows of an option that is created for one product.
 *
 * @throws StoaError `invalid_data` without a title
 */
export function newOptionRows(
  product_id: string,
  { title, values = [], is_exclusive = true, metadata = null }: WantedOption,
): OptionRows {
  if (!title) throw new StoaError('invalid_data', "Field 'options' needs the title of each new option.")
  const option_id = createId('opt')
  const rows = values.map((value) => ({ id: createId('optval'), value, option_id }))
  return {
    option: { id: option_id, title, is_exclusive, metadata },
    values: rows,
    link: { product_id, product_option_id: option_id, values: rows.map(({ id }) => id) },
  }
}

/** Writes what {@link newOptionRows} made. */
export async function createOptions(service: ProductService, rows: readonly OptionRows[]): Promise<void> {
  if (rows.length === 0) return
  await service.createProductOptions(rows.map(({ option }) => option) as never)
  await service.createProductOptionValues(rows.flatMap(({ values }) => values) as never)
  await service.createProductProductOptions(rows.map(({ link }) => link) as never)
}

/** @throws StoaError `not_allowed` if variants of the product have one of these values */
export function refuseUsed(option: string, values: Present['values']): void {
  const used = values.filter((value) => value.used).map(({ value }) => value)
  if (used.length === 0) return
  throw new StoaError(
    'not_allowed',
    `Option ${option} has variants with ${used.join(', ')}. Change or delete these variants first.`,
  )
}
