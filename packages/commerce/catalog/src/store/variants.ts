import { filtersOf, listQuery, type StoaServer } from '@stoa/http'
import { fieldRules, sendList, sendOne } from '@stoa/rest'
import type { FastifyContextConfig, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { moments, words } from '../named-things.ts'
import { buyerContext, visibleChannels } from '../pricing-context.ts'

const fields = fieldRules(
  `id title sku barcode ean upc allow_backorder manage_inventory variant_rank product_id thumbnail hs_code
    origin_country mid_code material weight length height width created_at updated_at metadata *options *images
    product.id product.type_id`,
  `deleted_at calculated_price inventory_quantity options.id options.value images.id images.url images.rank`,
)

const filters = {
  q: Type.String(),
  id: words(),
  sku: words(),
  product_id: words(),
  options: Type.Partial(Type.Object({ value: Type.String(), option_id: Type.String() }), {
    additionalProperties: false,
  }),
  allow_backorder: Type.Boolean(),
  manage_inventory: Type.Boolean(),
  ...moments(),
}

const querystring = Type.Object({
  ...listQuery({ default_limit: 20, filters }).properties,
  region_id: Type.Optional(Type.String()),
  country_code: Type.Optional(Type.String()),
  province: Type.Optional(Type.String()),
  cart_id: Type.Optional(Type.String()),
  sales_channel_id: Type.Optional(words()),
})

const config: FastifyContextConfig = {
  auth: { actor: 'customer', by: ['session', 'bearer'], optional: true },
}

/** Variants of what is published, in a channel that the asker's key opens. */
const onTheShelf = (request: FastifyRequest) => ({
  product: { status: 'published', sales_channels: { id: visibleChannels(request) } },
})

/** Variants of products as a storefront sees them. */
export async function storeVariants(app: StoaServer): Promise<void> {
  app.get('/store/product-variants', { schema: { querystring }, config }, (request, reply) =>
    sendList(request, reply, {
      entity: 'product_variant',
      key: 'variants',
      fields,
      filters: { $and: [onTheShelf(request), filtersOf(request.query, Object.keys(filters) as never[])] },
      context: buyerContext(request),
    }),
  )

  app.get(
    '/store/product-variants/:id',
    { schema: { params: Type.Object({ id: Type.String() }), querystring }, config },
    (request, reply) =>
      sendOne(request, reply, {
        entity: 'product_variant',
        key: 'variant',
        id: request.params.id,
        fields,
        filters: onTheShelf(request),
        context: buyerContext(request),
      }),
  )
}
