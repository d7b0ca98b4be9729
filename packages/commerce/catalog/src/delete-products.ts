import { Events } from '@stoa/events'
import { type Container, Database } from '@stoa/kernel'
import { ProductService } from '@stoa/product'
import { removeParts } from './variant-removal.ts'

/**
 * Deletes products with their variants, prices and the stock that is kept for nothing else.
 *
 * @throws StoaError `invalid_data` while some of that stock is reserved
 */
export async function deleteProducts(container: Container, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const database = container.resolve(Database)
  await database.transaction(async () => {
    const variants = await database.query<{ id: string }>(
      'select id from stoa_product.product_variant where product_id = any($1::text[]) and deleted_at is null',
      [ids],
    )
    await removeParts(
      container,
      variants.map(({ id }) => id),
    )
    await container.resolve(ProductService).softDeleteProducts(ids)
    await container
      .resolve(Events)
      .emitAll([
        ...ids.map((id) => ({ name: 'product.deleted', data: { id } })),
        ...variants.map(({ id }) => ({ name: 'product-variant.deleted', data: { id } })),
      ])
  })
}
