import {
  dateFilter,
  fieldsQuery,
  filtersOf,
  listQuery,
  metadata,
  oneOrMany,
  type StoaServer,
  sendJson,
} from '@stoa/http'
import { ProductService } from '@stoa/product'
import { checkFields, fieldRules, readOne, sendList, transaction } from '@stoa/rest'
import { Type } from 'typebox'
import { productFields } from './product-fields.ts'

const params = Type.Object({ id: Type.String() })

const filters = {
  q: Type.String(),
  id: oneOrMany(Type.String()),
  title: Type.String(),
  created_at: dateFilter(),
  updated_at: dateFilter(),
  deleted_at: dateFilter(),
}

const text = Type.String({ minLength: 1 })

const newOption = Type.Object(
  {
    title: text,
    values: Type.Array(text),
    ranks: Type.Optional(Type.Record(Type.String(), Type.Number())),
    is_exclusive: Type.Optional(Type.Boolean()),
    metadata: Type.Optional(metadata()),
  },
  { additionalProperties: false },
)

const batch = Type.Object({
  add: Type.Optional(
    Type.Array(
      Type.Union([
        Type.String(),
        newOption,
        Type.Object({ id: Type.String(), value_ids: Type.Array(Type.String()) }),
      ]),
    ),
  ),
  remove: Type.Optional(Type.Array(Type.String())),
  update: Type.Optional(
    Type.Array(
      Type.Object({
        product_option_id: Type.String(),
        add: Type.Optional(
          Type.Array(
            Type.Union([Type.String(), Type.Object({ value: text }, { additionalProperties: false })]),
          ),
        ),
        remove: Type.Optional(Type.Array(Type.String())),
      }),
    ),
  ),
})

/** The options of a product as the admin keeps them. */
export async function adminOptionsOfProduct(app: StoaServer): Promise<void> {
  app.get(
    '/admin/products/:id/options',
    { schema: { params, querystring: listQuery({ default_limit: 50, filters }) } },
    (request, reply) =>
      sendList(request, reply, {
        entity: 'product_option',
        key: 'product_options',
        fields: fieldRules('id title'),
        filters: {
          $and: [
            { products: { id: request.params.id } },
            filtersOf(request.query, Object.keys(filters) as never[]),
          ],
        },
      }),
  )

  app.post(
    '/admin/products/:id/options/batch',
    { schema: { params, body: batch, querystring: fieldsQuery() } },
    async (request, reply) => {
      checkFields(request, productFields)
      const { id } = request.params
      const products = request.container.resolve(ProductService)
      const json = await transaction(request, async () => {
        await products.changeOptions(id, request.body as never)
        return readOne(request, { entity: 'product', key: 'product', fields: productFields, id })
      })
      return sendJson(reply, json)
    },
  )
}
