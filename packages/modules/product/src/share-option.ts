import { StoaError } from '@stoa/kernel'
import type { NewProduct, NewSharedOption } from './new-product.ts'
import type { ProductService } from './service.ts'

/** An option there is, with the ids of its values by their names. */
export interface KnownOption {
  title: string
  values: ReadonlyMap<string, string>
}

/** The options that products to be created share. See {@link findOptions}. */
export const findSharedOptions = (service: ProductService, products: readonly NewProduct[]) =>
  findOptions(
    service,
    products.flatMap(({ options = [] }) => options.flatMap((option) => ('id' in option ? option.id : []))),
  )

/**
 * Options by their ids. One statement, and none for no ids.
 *
 * @throws StoaError `not_found`
 */
async function findOptions(
  service: ProductService,
  optionIds: readonly string[],
): Promise<Map<string, KnownOption>> {
  const ids = new Set(optionIds)
  if (ids.size === 0) return new Map()
  const rows = await service.database.query<{ id: string; title: string; values: [string, string][] }>(
    `select o.id, o.title, coalesce((
       select json_agg(json_build_array(v.value, v.id) order by v.rank, v.id)
       from stoa_product.product_option_value v where v.option_id = o.id and v.deleted_at is null), '[]') as values
     from stoa_product.product_option o where o.id = any($1::text[]) and o.deleted_at is null`,
    [[...ids]],
  )
  const known = new Map(rows.map(({ id, title, values }) => [id, { title, values: new Map(values) }]))
  const missing = [...ids].filter((id) => !known.has(id))
  if (missing.length > 0) {
    throw new StoaError('not_found', `ProductOption with id: ${missing.join(', ')} was not found`)
  }
  return known
}

/**
 * Gives products options there are.
 *
 * @throws StoaError `not_found` for an option that does not exist, or a value it does not have
 */
export async function shareOptions(
  service: ProductService,
  shared: readonly (NewSharedOption & { product_id: string })[],
): Promise<void> {
  if (shared.length === 0) return
  const known = await findOptions(
    service,
    shared.map(({ id }) => id),
  )
  const links = shared.map(({ product_id, id, value_ids }) => {
    const all = [...(known.get(id) as KnownOption).values.values()]
    refuseStrangers(id, value_ids ?? [], all)
    return { product_id, product_option_id: id, values: value_ids ?? all }
  })
  await service.createProductProductOptions(links as never)
}

/** @throws StoaError `not_found` for values that are not the option's */
export function refuseStrangers(option: string, asked: readonly string[], known: readonly string[]): void {
  const missing = asked.filter((id) => !known.includes(id))
  if (missing.length > 0) {
    throw new StoaError('not_found', `Option ${option} has no value with the id ${missing.join(', ')}.`)
  }
}
