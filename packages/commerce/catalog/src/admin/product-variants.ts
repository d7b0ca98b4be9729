import { fieldsQuery, filtersOf, listQuery, type StoaServer, sendJson } from '@stoa/http'
import { checkFields, readMany, readOne, sendList, sendOne, transaction } from '@stoa/rest'
import { Type } from 'typebox'
import type { NewCatalogVariant } from '../new-catalog-product.ts'
import { addVariants, type CatalogVariantChange, changeVariants, deleteVariants } from '../variants.ts'
import { anyVariantFields, productFields, variantFields } from './product-fields.ts'
import { newVariant, variantChange } from './product-schemas.ts'
import { variantFilters } from './variant-filters.ts'

const filters = { q: Type.String(), ...variantFilters }
const querystring = listQuery({ default_limit: 50, filters })
const ofProduct = Type.Object({ id: Type.String() })
const ofVariant = Type.Object({ id: Type.String(), variant_id: Type.String() })

const batch = Type.Object(
  {
    create: Type.Optional(Type.Array(newVariant)),
    update: Type.Optional(
      Type.Array(
        Type.Object({ ...variantChange.properties, id: Type.String() }, { additionalProperties: false }),
      ),
    ),
    delete: Type.Optional(Type.Array(Type.String())),
  },
  { additionalProperties: false },
)

type Added = NewCatalogVariant & { product_id: string }

/** The variants of a product as the admin keeps them. */
export async function adminProductVariants(app: StoaServer): Promise<void> {
  const product = (id: string) => ({ entity: 'product', key: 'product', fields: productFields, id })

  app.get('/admin/product-variants', { schema: { querystring } }, (request, reply) =>
    sendList(request, reply, {
      entity: 'product_variant',
      key: 'variants',
      fields: anyVariantFields,
      filters: filtersOf(request.query, Object.keys(filters) as never[]),
    }),
  )

  app.get('/admin/products/:id/variants', { schema: { params: ofProduct, querystring } }, (request, reply) =>
    sendList(request, reply, {
      entity: 'product_variant',
      key: 'variants',
      fields: variantFields,
      filters: {
        product_id: request.params.id,
        $and: [filtersOf(request.query, Object.keys(filters) as never[])],
      },
    }),
  )

  app.get(
    '/admin/products/:id/variants/:variant_id',
    { schema: { params: ofVariant, querystring: fieldsQuery() } },
    (request, reply) =>
      sendOne(request, reply, {
        entity: 'product_variant',
        key: 'variant',
        id: request.params.variant_id,
        fields: variantFields,
        filters: { product_id: request.params.id },
      }),
  )

  app.post(
    '/admin/products/:id/variants',
    { schema: { params: ofProduct, body: newVariant, querystring: fieldsQuery() } },
    async (request, reply) => {
      checkFields(request, productFields)
      const { additional_data, ...variant } = request.body
      const product_id = request.params.id
      const text = await transaction(request, async () => {
        await addVariants(request.container, [{ ...variant, product_id } as Added])
        return readOne(request, product(product_id))
      })
      return sendJson(reply, text)
    },
  )

  app.post(
    '/admin/products/:id/variants/:variant_id',
    { schema: { params: ofVariant, body: variantChange, querystring: fieldsQuery() } },
    async (request, reply) => {
      checkFields(request, productFields)
      const { additional_data, ...change } = request.body
      const { id: product_id, variant_id: id } = request.params
      const text = await transaction(request, async () => {
        await changeVariants(request.container, [{ ...change, id, product_id } as CatalogVariantChange])
        return readOne(request, product(product_id))
      })
      return sendJson(reply, text)
    },
  )

  app.delete(
    '/admin/products/:id/variants/:variant_id',
    { schema: { params: ofVariant, querystring: fieldsQuery() } },
    async (request, reply) => {
      checkFields(request, productFields)
      const { id: product_id, variant_id: id } = request.params
      const text = await transaction(request, async () => {
        await deleteVariants(request.container, [{ id, product_id }])
        const envelope = { id, object: 'variant', deleted: true }
        return readOne(request, { ...product(product_id), key: 'parent', envelope })
      })
      return sendJson(reply, text)
    },
  )

  app.post(
    '/admin/products/:id/variants/batch',
    { schema: { params: ofProduct, body: batch, querystring: fieldsQuery() } },
    async (request) => {
      checkFields(request, variantFields)
      const { container } = request
      const product_id = request.params.id
      const { create = [], update = [], delete: gone = [] } = request.body
      const read = (ids: readonly string[]) =>
        readMany(request, { entity: 'product_variant', fields: variantFields, ids })
      return transaction(request, async () => {
        await deleteVariants(
          container,
          gone.map((id) => ({ id, product_id })),
        )
        await changeVariants(
          container,
          update.map(({ additional_data, ...change }) => ({ ...change, product_id }) as CatalogVariantChange),
        )
        const created = await addVariants(
          container,
          create.map(({ additional_data, ...variant }) => ({ ...variant, product_id }) as Added),
        )
        return {
          created: await read(created),
          updated: await read(update.map(({ id }) => id)),
          deleted: { ids: gone, object: 'variant', deleted: true },
        }
      })
    },
  )
}
