import { metadata, nullable, type StoaServer } from '@stoa/http'
import { ProductService } from '@stoa/product'
import { fieldRules, resource } from '@stoa/rest'
import { Type } from 'typebox'
import { moments, words } from '../named-things.ts'

const filters = { q: Type.String(), id: words(), value: words(), external_id: words(), ...moments() }

const tag = Type.Object(
  {
    value: Type.String(),
    external_id: Type.Optional(nullable(Type.String())),
    metadata: Type.Optional(metadata()),
  },
  { additionalProperties: false },
)

/** Tags as the admin keeps them. */
export async function adminProductTags(app: StoaServer): Promise<void> {
  const products = app.container.resolve(ProductService)
  const tags = resource(app, {
    path: '/admin/product-tags',
    entity: 'product_tag',
    fields: fieldRules('id value external_id created_at updated_at metadata'),
    event: 'product-tag',
  })
  tags.list({ default_limit: 20, filters })
  tags.retrieve()
  tags.create(tag, (body) => products.createProductTags(body))
  tags.update(Type.Partial(tag, { additionalProperties: false }), (body, _request, id) =>
    products.updateProductTags({ ...body, id }),
  )
  tags.delete((id) => products.softDeleteProductTags(id))
}
