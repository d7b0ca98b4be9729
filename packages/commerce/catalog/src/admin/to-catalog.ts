import type { Static } from 'typebox'
import type { CatalogProductChange } from '../change-products.ts'
import type { NewCatalogProduct } from '../new-catalog-product.ts'
import type { newProduct, productChange } from './product-schemas.ts'

const idsOf = (list: { id: string }[]) => list.map(({ id }) => id)

/** The wire's `[{ id }]` as the ids that the catalogue takes, for those lists that are there. */
function lists<Body extends { tags?: object; categories?: object; sales_channels?: object }>(body: Body) {
  return Object.fromEntries(
    (['tags', 'categories', 'sales_channels'] as const)
      .filter((name) => body[name] !== undefined)
      .map((name) => [name, idsOf(body[name] as { id: string }[])]),
  )
}

/** A body that creates a product, as the catalogue takes it. */
export function toNewProduct({ additional_data, ...body }: Static<typeof newProduct>): NewCatalogProduct {
  return { ...body, status: body.status ?? 'draft', ...lists(body) } as NewCatalogProduct
}

/** A body that changes a product, as the catalogue takes it. */
export function toProductChange(
  { additional_data, ...body }: Static<typeof productChange>,
  id: string,
): CatalogProductChange {
  return { ...body, ...lists(body), id } as CatalogProductChange
}
