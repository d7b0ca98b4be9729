import { fieldsQuery, type StoaServer } from '@stoa/http'
import { resource } from '@stoa/rest'
import { Type } from 'typebox'
import { changeProducts } from '../change-products.ts'
import { createProducts } from '../create-products.ts'
import { deleteProducts } from '../delete-products.ts'
import { moments, words } from '../named-things.ts'
import { toProductFilters } from '../product-filters.ts'
import { productFields } from './product-fields.ts'
import { newProduct, productChange } from './product-schemas.ts'
import { toNewProduct, toProductChange } from './to-catalog.ts'
import { variantFilters } from './variant-filters.ts'

const filters = {
  q: Type.String(),
  id: words(),
  title: words(),
  handle: words(),
  status: words(),
  is_giftcard: Type.Boolean(),
  external_id: words(),
  sales_channel_id: words(),
  collection_id: words(),
  type_id: words(),
  tag_id: words(),
  category_id: words(),
  option_id: words(),
  option_value_id: words(),
  price_list_id: words(),
  variants: Type.Partial(Type.Object(variantFilters), { additionalProperties: false }),
  ...moments(),
}

/** Products as the admin keeps them. */
export async function adminProducts(app: StoaServer): Promise<void> {
  const products = resource(app, { path: '/admin/products', entity: 'product', fields: productFields })
  products.list({ default_limit: 50, filters, where: toProductFilters })
  products.retrieve()
  products.create(newProduct, async (body, { container }) => {
    const [created] = await createProducts(container, [toNewProduct(body)])
    return created as { id: string }
  })
  products.update(productChange, (body, { container }, id) =>
    changeProducts(container, [toProductChange(body, id)]),
  )
  products.delete((id, { container }) => deleteProducts(container, [id]), { querystring: fieldsQuery() })
}
