import type { Database } from '@stoa/kernel'

/** A variant there is. */
export interface KnownVariant {
  id: string
  sku: string | null
  /** Values by the titles of the options. */
  options: Record<string, string>
}

/** A product there is, as far as an import has to know it. */
export interface KnownProduct {
  id: string
  handle: string
  tags: string[]
  categories: string[]
  sales_channels: string[]
  /** URLs, in their order. */
  images: string[]
  options: { title: string; values: string[] }[]
  variants: KnownVariant[]
}

/** What belongs to products, one row each: plain joins, for which PostgreSQL needs no statistics. */
const ENTRIES = `
  select product_id, 'tags' as list, product_tag_id as entry, 0 as rank from stoa_product.product_tags
  where product_id = any($1::text[])
  union all select product_id, 'categories', product_category_id, 0 from stoa_product.product_category_product
  where product_id = any($1::text[])
  union all select product_id, 'sales_channels', sales_channel_id, 0 from stoa_link.product_sales_channel
  where product_id = any($1::text[])
  union all select product_id, 'images', url, rank from stoa_product.image
  where product_id = any($1::text[]) and deleted_at is null
  order by rank`

const OPTIONS = `
  select link.product_id, o.title, v.value
  from stoa_product.product_product_option link
  join stoa_product.product_option o on o.id = link.product_option_id and o.deleted_at is null
  left join stoa_product.product_product_option_value chosen on chosen.product_product_option_id = link.id
  left join stoa_product.product_option_value v on v.id = chosen.product_option_value_id and v.deleted_at is null
  where link.product_id = any($1::text[]) and link.deleted_at is null
  order by link.id, v.rank, v.id`

const VARIANTS = `
  select variant.product_id, variant.id, variant.sku, o.title, v.value
  from stoa_product.product_variant variant
  left join stoa_product.product_variant_option has on has.product_variant_id = variant.id
  left join stoa_product.product_option_value v on v.id = has.product_option_value_id
  left join stoa_product.product_option o on o.id = v.option_id
  where variant.product_id = any($1::text[]) and variant.deleted_at is null
  order by variant.id`

type ListedName = 'tags' | 'categories' | 'sales_channels' | 'images'

/** The products with these ids or handles, with what belongs to them, in four statements. */
export async function findProducts(
  database: Database,
  ids: readonly string[],
  handles: readonly string[],
): Promise<KnownProduct[]> {
  const rows = await database.query<{ id: string; handle: string }>(
    `select id, handle from stoa_product.product where id = any($1::text[]) and deleted_at is null
     union select id, handle from stoa_product.product where handle = any($2::text[]) and deleted_at is null`,
    [ids, handles],
  )
  if (rows.length === 0) return []
  const products = new Map(
    rows.map((row): [string, KnownProduct] => [
      row.id,
      { ...row, tags: [], categories: [], sales_channels: [], images: [], options: [], variants: [] },
    ]),
  )
  const query = <Row extends object>(text: string) =>
    database.query<Row & { product_id: string }>(text, [[...products.keys()]])
  for (const { product_id, list, entry } of await query<{ list: ListedName; entry: string }>(ENTRIES)) {
    products.get(product_id)?.[list].push(entry)
  }
  for (const { product_id, title, value } of await query<{ title: string; value: string | null }>(OPTIONS)) {
    const { options } = products.get(product_id) as KnownProduct
    const known = options.find((option) => option.title === title)
    const option = known ?? { title, values: [] }
    if (!known) options.push(option)
    if (value !== null) option.values.push(value)
  }
  for (const row of await query<{ id: string; sku: string | null; title: string | null; value: string }>(
    VARIANTS,
  )) {
    const { variants } = products.get(row.product_id) as KnownProduct
    const known = variants.at(-1)
    // An option may be called what every object has.
    const variant = known?.id === row.id ? known : { id: row.id, sku: row.sku, options: Object.create(null) }
    if (variant !== known) variants.push(variant)
    if (row.title !== null) variant.options[row.title] = row.value
  }
  return [...products.values()]
}
