import { metadata, nullable, type StoaServer } from '@stoa/http'
import { ProductService } from '@stoa/product'
import { fieldRules, resource } from '@stoa/rest'
import { Type } from 'typebox'
import { moments, words } from '../named-things.ts'

const filters = { q: Type.String(), id: words(), value: words(), external_id: words(), ...moments() }

const type = Type.Object(
  {
    value: Type.String(),
    external_id: Type.Optional(nullable(Type.String())),
    metadata: Type.Optional(metadata()),
  },
  { additionalProperties: false },
)

/** Types of products as the admin keeps them. */
export async function adminProductTypes(app: StoaServer): Promise<void> {
  const products = app.container.resolve(ProductService)
  const types = resource(app, {
    path: '/admin/product-types',
    entity: 'product_type',
    fields: fieldRules('id value external_id created_at updated_at metadata'),
    event: 'product-type',
  })
  types.list({ default_limit: 10, filters })
  types.retrieve()
  types.create(type, (body) => products.createProductTypes(body))
  types.update(Type.Partial(type, { additionalProperties: false }), (body, _request, id) =>
    products.updateProductTypes({ ...body, id }),
  )
  types.delete((id) => products.softDeleteProductTypes(id))
}
