import { Events } from '@stoa/events'
import { type Container, Database, StoaError } from '@stoa/kernel'

const STATEMENTS = {
  collection: {
    exists: 'select from stoa_product.product_collection where id = $1 and deleted_at is null',
    add: 'update stoa_product.product set collection_id = $1, updated_at = now() where id = any($2::text[])',
    remove: `update stoa_product.product set collection_id = null, updated_at = now()
      where id = any($2::text[]) and collection_id = $1`,
  },
  category: {
    exists: 'select from stoa_product.product_category where id = $1 and deleted_at is null',
    add: `insert into stoa_product.product_category_product (product_category_id, product_id)
      select $1, unnest($2::text[]) on conflict do nothing`,
    remove: `delete from stoa_product.product_category_product
      where product_category_id = $1 and product_id = any($2::text[])`,
  },
}

/**
 * Puts products into a collection or a category and takes others out.
 *
 * @throws StoaError `not_found` for one of them that does not exist; then nothing changes
 */
export async function assignProducts(
  container: Container,
  to: keyof typeof STATEMENTS,
  id: string,
  { add = [], remove = [] }: { add?: readonly string[]; remove?: readonly string[] },
): Promise<void> {
  const database = container.resolve(Database)
  const statements = STATEMENTS[to]
  await database.transaction(async () => {
    if ((await database.query(statements.exists, [id])).length === 0) {
      throw new StoaError('not_found', `There is no ${to} with the id ${id}.`)
    }
    const touched = [...new Set([...add, ...remove])]
    const [{ missing } = { missing: [] }] = await database.query<{ missing: string[] }>(
      `select coalesce(array_agg(id), '{}') as missing from unnest($1::text[]) as id
       where not exists (select from stoa_product.product p where p.id = id.id and p.deleted_at is null)`,
      [touched],
    )
    if (missing.length > 0) throw new StoaError('not_found', `There is no product ${missing.join(', ')}.`)
    if (add.length > 0) await database.query(statements.add, [id, [...new Set(add)]])
    if (remove.length > 0) await database.query(statements.remove, [id, remove])
    await container.resolve(Events).emit(
      'product.updated',
      touched.map((product) => ({ id: product })),
    )
  })
}
