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
  link_id: string
  option_id: string
  title: string
  is_exclusive: boolean
  values: { id: string; value: string; used: boolean }[]
}

const PRESENT = `
  select link.id as link_id, o.id as option_id, o.title, o.is_exclusive, coalesce((
    select json_agg(json_build_object('id', v.id, 'value', v.value, 'used', exists (
      select from stoa_product.product_variant_option has
      join stoa_product.product_variant variant on variant.id = has.product_variant_id
      where has.product_option_value_id = v.id and variant.product_id = link.product_id and variant.deleted_at is null)))
    from stoa_product.product_product_option_value chosen
    join stoa_product.product_option_value v on v.id = chosen.product_option_value_id and v.deleted_at is null
    where chosen.product_product_option_id = link.id), '[]') as values
  from stoa_product.product_product_option link
  join stoa_product.product_option o on o.id = link.product_option_id and o.deleted_at is null
  where link.product_id = $1 and link.deleted_at is null order by link.id`

/** The options of a product. */
export const presentOptions = (service: ProductService, productId: string): Promise<Present[]> =>
  service.database.query<Present>(PRESENT, [productId])

/** Creates an option for one product. */
export async function addOption(
  service: ProductService,
  product_id: string,
  { title, values = [], is_exclusive = true, metadata = null }: WantedOption,
): Promise<void> {
  if (!title) throw new StoaError('invalid_data', "Field 'options' needs the title of each new option.")
  const option_id = createId('opt')
  const rows = values.map((value) => ({ id: createId('optval'), value, option_id }))
  await service.createProductOptions({ id: option_id, title, is_exclusive, metadata } as never)
  await service.createProductOptionValues(rows as never)
  await service.createProductProductOptions({
    product_id,
    product_option_id: option_id,
    values: rows.map(({ id }) => id),
  } as never)
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
