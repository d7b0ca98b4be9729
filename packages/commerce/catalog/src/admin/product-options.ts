import { metadata, type StoaServer } from '@stoa/http'
import { Database, StoaError } from '@stoa/kernel'
import { ProductService } from '@stoa/product'
import { fieldRules, resource } from '@stoa/rest'
import { Type } from 'typebox'
import { moments, words } from '../named-things.ts'
import { setOptionValues } from '../option-values.ts'

const filters = {
  q: Type.String(),
  id: words(),
  title: words(),
  is_exclusive: Type.Boolean(),
  ...moments(),
}

const option = Type.Object(
  {
    title: Type.String({ minLength: 1 }),
    values: Type.Array(Type.String({ minLength: 1 })),
    ranks: Type.Optional(Type.Record(Type.String(), Type.Integer({ minimum: 0, maximum: 2_147_483_647 }))),
    is_exclusive: Type.Optional(Type.Boolean()),
    metadata: Type.Optional(metadata()),
  },
  { additionalProperties: false },
)

const fields = fieldRules('id title is_exclusive *values *products created_at updated_at metadata')

/** The ways in which products differ, as the admin keeps them. */
export async function adminProductOptions(app: StoaServer): Promise<void> {
  const products = app.container.resolve(ProductService)
  const options = resource(app, {
    path: '/admin/product-options',
    entity: 'product_option',
    fields,
    event: 'product-option',
  })
  options.list({ default_limit: 20, filters })
  options.retrieve()
  options.create(option, async ({ values, ranks, ...body }, { container }) => {
    const created = await products.createProductOptions({ ...body, is_exclusive: body.is_exclusive ?? false })
    await setOptionValues(container, created.id, values, ranks)
    return created
  })
  options.update(
    Type.Partial(option, { additionalProperties: false }),
    async ({ values, ranks, ...body }, { container }, id) => {
      await products.updateProductOptions({ ...body, id })
      if (values ?? ranks) await setOptionValues(container, id, values, ranks)
    },
  )
  options.delete(async (id, { container }) => {
    await refuseUsed(container.resolve(Database), id)
    await products.softDeleteProductOptions(id)
  })
}

async function refuseUsed(database: Database, id: string): Promise<void> {
  const [used] = await database.query<{ product_id: string }>(
    `select product_id from stoa_product.product_product_option link
     join stoa_product.product p on p.id = link.product_id and p.deleted_at is null
     where product_option_id = $1 and link.deleted_at is null limit 1`,
    [id],
  )
  if (used) {
    throw new StoaError(
      'not_allowed',
      `Option ${id} is used by product ${used.product_id}. Remove it from all products first.`,
    )
  }
}
