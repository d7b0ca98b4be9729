import { fieldsQuery, metadata, nullable, type StoaServer } from '@stoa/http'
import { ProductService } from '@stoa/product'
import { additions, fieldRules, resource } from '@stoa/rest'
import { Type } from 'typebox'
import { assignProducts } from '../assign-products.ts'
import { nullWords } from '../category-query.ts'
import { trees, withTrees } from '../category-tree.ts'
import { moments, words } from '../named-things.ts'

const MAX_RANK = 2_147_483_647

const filters = {
  q: Type.String(),
  id: words(),
  name: words(),
  description: words(),
  handle: words(),
  parent_category_id: nullable(words()),
  external_id: nullable(words()),
  is_internal: Type.Boolean(),
  is_active: Type.Boolean(),
  ...moments(),
}

const category = Type.Object(
  {
    name: Type.String({ minLength: 1 }),
    description: Type.Optional(Type.String()),
    handle: Type.Optional(Type.String()),
    is_internal: Type.Optional(Type.Boolean()),
    is_active: Type.Optional(Type.Boolean()),
    parent_category_id: Type.Optional(nullable(Type.String())),
    external_id: Type.Optional(nullable(Type.String())),
    metadata: Type.Optional(metadata()),
    rank: Type.Optional(Type.Integer({ minimum: 0, maximum: MAX_RANK })),
    additional_data: Type.Optional(metadata()),
  },
  { additionalProperties: false },
)

const fields = fieldRules(
  `id name description handle is_active is_internal rank external_id parent_category_id created_at updated_at
    metadata *parent_category *category_children`,
)

/** Categories as the admin keeps them. */
export async function adminCategories(app: StoaServer): Promise<void> {
  const products = app.container.resolve(ProductService)
  const categories = resource(app, {
    path: '/admin/product-categories',
    entity: 'product_category',
    list_key: 'product_categories',
    fields,
    querystring: Type.Object({ ...fieldsQuery().properties, ...trees }),
    scope: ({ query }) => ({ fields: withTrees(fields, query as object) }),
    event: 'product-category',
  })
  categories.list({ default_limit: 50, filters, more: trees, where: nullWords })
  categories.retrieve()
  categories.create(category, ({ additional_data, ...body }) => products.addCategory(body))
  categories.update(
    Type.Partial(category, { additionalProperties: false }),
    ({ additional_data, ...body }, _request, id) => products.changeCategory({ ...body, id }),
  )
  categories.action('/products', additions(), (body, { container }, id) =>
    assignProducts(container, 'category', id, body),
  )
  categories.delete((id) => products.removeCategory(id))
}
