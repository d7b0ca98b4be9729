import { type Container, createId, Database, StoaError } from '@stoa/kernel'
import { ProductService } from '@stoa/product'

/** @throws StoaError `not_allowed` for values that living variants have */
export async function refuseUsedValues(container: Container, ids: readonly string[]): Promise<void> {
  const used = await container.resolve(Database).query<{ value: string }>(
    `select distinct v.value from stoa_product.product_variant_option has
     join stoa_product.product_variant variant on variant.id = has.product_variant_id and variant.deleted_at is null
     join stoa_product.product_option_value v on v.id = has.product_option_value_id
     where has.product_option_value_id = any($1::text[])`,
    [ids],
  )
  if (used.length > 0) {
    const names = used.map(({ value }) => value).join(', ')
    throw new StoaError(
      'not_allowed',
      `Variants have the value ${names}. Change or delete these variants first.`,
    )
  }
}

/**
 * Makes these, and no others, the values of an option. Values that stay keep their ids.
 *
 * @param values default: those it has
 * @param ranks where values stand, by value. Default: in the order in which they are listed
 * @throws StoaError `not_allowed` for a value that goes while a variant has it
 */
export async function setOptionValues(
  container: Container,
  optionId: string,
  values: readonly string[] | undefined,
  ranks: Readonly<Record<string, number>> = {},
): Promise<void> {
  const products = container.resolve(ProductService)
  const present = await products.listProductOptionValues({ option_id: optionId } as never)
  const wanted = [...new Set(values ?? present.map(({ value }) => value))]
  // A value may be called what every object has, such as `constructor`.
  const given = new Map(Object.entries(ranks))
  const rankOf = (value: string) => given.get(value) ?? wanted.indexOf(value)
  const gone = present.filter(({ value }) => !wanted.includes(value)).map(({ id }) => id)
  if (gone.length > 0) {
    await refuseUsedValues(container, gone)
    await products.softDeleteProductOptionValues(gone)
  }
  const kept = present.filter(({ value }) => wanted.includes(value))
  if (kept.length > 0) {
    await products.updateProductOptionValues(kept.map(({ id, value }) => ({ id, rank: rankOf(value) })))
  }
  const fresh = wanted
    .filter((value) => !kept.some((known) => known.value === value))
    .map((value) => ({ id: createId('optval'), option_id: optionId, value, rank: rankOf(value) }))
  if (fresh.length > 0) await products.createProductOptionValues(fresh)
}
