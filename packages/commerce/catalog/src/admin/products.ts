import { dateFilter, fieldsQuery, filtersOf, listQuery, oneOrMany, type StoaServer } from '@stoa/http'
import { checkFields, sendList, sendOne } from '@stoa/rest'
import { type Static, Type } from 'typebox'
import { createProducts, type NewCatalogProduct } from '../create-products.ts'
import { toProductFilters } from '../product-filters.ts'
import { newProduct } from './new-product.ts'
import { productFields } from './product-fields.ts'

const ids = () => oneOrMany(Type.String())

const filters = {
  q: Type.String(),
  id: ids(),
  title: ids(),
  handle: ids(),
  status: ids(),
  is_giftcard: Type.Boolean(),
  external_id: ids(),
  sales_channel_id: ids(),
  collection_id: ids(),
  type_id: ids(),
  tag_id: ids(),
  category_id: ids(),
  created_at: dateFilter(),
  updated_at: dateFilter(),
  deleted_at: dateFilter(),
}

/** A body as the wire has it, as the catalogue takes it. */
function toNewProduct({
  additional_data,
  tags,
  categories,
  sales_channels,
  ...body
}: Static<typeof newProduct>) {
  const idsOf = (list: { id: string }[] = []) => list.map(({ id }) => id)
  return {
    ...body,
    tags: idsOf(tags),
    categories: idsOf(categories),
    sales_channels: idsOf(sales_channels),
  } as NewCatalogProduct
}

/** Products as the admin keeps them. */
export async function adminProducts(app: StoaServer): Promise<void> {
  app.get(
    '/admin/products',
    { schema: { querystring: listQuery({ default_limit: 50, filters }) } },
    (request, reply) =>
      sendList(request, reply, {
        entity: 'product',
        key: 'products',
        fields: productFields,
        filters: toProductFilters(filtersOf(request.query, Object.keys(filters) as never[])),
      }),
  )

  app.get(
    '/admin/products/:id',
    { schema: { params: Type.Object({ id: Type.String() }), querystring: fieldsQuery() } },
    (request, reply) =>
      sendOne(request, reply, {
        entity: 'product',
        key: 'product',
        id: request.params.id,
        fields: productFields,
      }),
  )

  app.post(
    '/admin/products',
    { schema: { body: newProduct, querystring: fieldsQuery() } },
    async (request, reply) => {
      checkFields(request, productFields)
      const [created] = await createProducts(request.container, [toNewProduct(request.body)])
      return sendOne(request, reply, {
        entity: 'product',
        key: 'product',
        id: created?.id as string,
        fields: productFields,
      })
    },
  )
}
