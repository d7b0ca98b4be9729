import { dateFilter, filtersOf, listQuery, oneOrMany, type StoaServer } from '@stoa/http'
import { sendList, sendOne } from '@stoa/rest'
import type { FastifyContextConfig } from 'fastify'
import { Type } from 'typebox'
import { buyerContext } from '../pricing-context.ts'
import { toProductFilters } from '../product-filters.ts'
import { oneProductFields, productFields } from './product-fields.ts'
import { onTheShelf } from './shelf.ts'

const ids = () => oneOrMany(Type.String())

const variantFilters = Type.Object({
  q: Type.Optional(Type.String()),
  id: Type.Optional(ids()),
  sku: Type.Optional(ids()),
  ean: Type.Optional(ids()),
  upc: Type.Optional(ids()),
  barcode: Type.Optional(ids()),
  options: Type.Optional(
    Type.Object({ value: Type.Optional(Type.String()), option_id: Type.Optional(Type.String()) }),
  ),
})

const filters = {
  q: Type.String(),
  id: ids(),
  title: ids(),
  handle: ids(),
  is_giftcard: Type.Boolean(),
  category_id: ids(),
  option_id: ids(),
  option_value_id: ids(),
  external_id: ids(),
  collection_id: ids(),
  tag_id: ids(),
  type_id: ids(),
  created_at: dateFilter(),
  updated_at: dateFilter(),
  deleted_at: dateFilter(),
}

const querystring = Type.Object({
  ...listQuery({ default_limit: 50, filters }).properties,
  region_id: Type.Optional(Type.String()),
  country_code: Type.Optional(Type.String()),
  province: Type.Optional(Type.String()),
  cart_id: Type.Optional(Type.String()),
  sales_channel_id: Type.Optional(ids()),
  variants: Type.Optional(variantFilters),
})

const config: FastifyContextConfig = {
  auth: { actor: 'customer', by: ['session', 'bearer'], optional: true },
}

/** Products as a storefront sees them. */
export async function storeProducts(app: StoaServer): Promise<void> {
  app.get('/store/products', { schema: { querystring }, config }, (request, reply) =>
    sendList(request, reply, {
      entity: 'product',
      key: 'products',
      fields: productFields,
      filters: {
        $and: [
          onTheShelf(request),
          toProductFilters(filtersOf(request.query, [...Object.keys(filters), 'variants'] as never[])),
        ],
      },
      context: buyerContext(request),
    }),
  )

  app.get(
    '/store/products/:id',
    {
      schema: { params: Type.Object({ id: Type.String() }), querystring },
      config,
    },
    (request, reply) =>
      sendOne(request, reply, {
        entity: 'product',
        key: 'product',
        id: request.params.id,
        fields: oneProductFields,
        filters: onTheShelf(request),
        context: buyerContext(request),
      }),
  )
}
