import { metadata, nullable, type StoaServer } from '@stoa/http'
import { HandleStrategy, ProductService } from '@stoa/product'
import { additions, fieldRules, resource } from '@stoa/rest'
import { Type } from 'typebox'
import { assignProducts } from '../assign-products.ts'
import { moments, words } from '../named-things.ts'

const filters = {
  q: Type.String(),
  id: words(),
  title: words(),
  handle: words(),
  external_id: words(),
  ...moments(),
}

const collection = Type.Object({
  title: Type.String(),
  handle: Type.Optional(Type.String()),
  external_id: Type.Optional(nullable(Type.String())),
  metadata: Type.Optional(metadata()),
  additional_data: Type.Optional(metadata()),
})

/** Collections of products as the admin keeps them. */
export async function adminCollections(app: StoaServer): Promise<void> {
  const products = app.container.resolve(ProductService)
  const handles = app.container.resolve(HandleStrategy)
  const collections = resource(app, {
    path: '/admin/collections',
    entity: 'product_collection',
    key: 'collection',
    fields: fieldRules('id title handle external_id created_at updated_at metadata'),
    event: 'product-collection',
  })
  collections.list({ default_limit: 10, filters })
  collections.retrieve()
  collections.create(collection, ({ title, handle, external_id, metadata }) =>
    products.createProductCollections({
      title,
      handle: handle?.trim() || handles.handleOf(title),
      external_id: external_id ?? null,
      metadata: metadata ?? null,
    }),
  )
  collections.update(Type.Partial(collection), ({ title, handle, external_id, metadata }, _request, id) =>
    products.updateProductCollections({ id, title, handle, external_id, metadata } as never),
  )
  collections.action('/products', additions(), (body, { container }, id) =>
    assignProducts(container, 'collection', id, body),
  )
  collections.delete((id) => products.softDeleteProductCollections(id))
}
