import { fieldsQuery, type StoaServer } from '@stoa/http'
import { resource } from '@stoa/rest'
import { changeProducts } from '../change-products.ts'
import { createProducts } from '../create-products.ts'
import { deleteProducts } from '../delete-products.ts'
import { toProductFilters } from '../product-filters.ts'
import { productFields } from './product-fields.ts'
import { productFilters } from './product-filters.ts'
import { newProduct, productChange } from './product-schemas.ts'
import { toNewProduct, toProductChange } from './to-catalog.ts'

/** Products as the admin keeps them. */
export async function adminProducts(app: StoaServer): Promise<void> {
  const products = resource(app, { path: '/admin/products', entity: 'product', fields: productFields })
  products.list({ default_limit: 50, filters: productFilters, where: toProductFilters })
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
