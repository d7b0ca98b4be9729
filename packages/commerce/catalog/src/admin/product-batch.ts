import { fieldsQuery, type StoaServer } from '@stoa/http'
import { checkFields, readMany, transaction } from '@stoa/rest'
import { Type } from 'typebox'
import { changeProducts } from '../change-products.ts'
import { createProducts } from '../create-products.ts'
import { deleteProducts } from '../delete-products.ts'
import { productFields } from './product-fields.ts'
import { newProduct, productChange } from './product-schemas.ts'
import { toNewProduct, toProductChange } from './to-catalog.ts'

/** A thousand products with all that belongs to them. */
const BODY_LIMIT = 16 * 1_048_576

const body = Type.Object(
  {
    create: Type.Optional(Type.Array(newProduct)),
    update: Type.Optional(
      Type.Array(
        Type.Object({ id: Type.String(), ...productChange.properties }, { additionalProperties: false }),
      ),
    ),
    delete: Type.Optional(Type.Array(Type.String())),
  },
  { additionalProperties: false },
)

/** Many products at once: all that is asked happens, or nothing. */
export async function adminProductBatch(app: StoaServer): Promise<void> {
  app.post(
    '/admin/products/batch',
    { bodyLimit: BODY_LIMIT, schema: { body, querystring: fieldsQuery() } },
    async (request) => {
      checkFields(request, productFields)
      const { container } = request
      const { create = [], update = [], delete: gone = [] } = request.body
      const read = (ids: readonly string[]) =>
        readMany(request, { entity: 'product', fields: productFields, ids })
      return transaction(request, async () => {
        const created = await createProducts(container, create.map(toNewProduct))
        await changeProducts(
          container,
          update.map(({ id, ...change }) => toProductChange(change, id)),
        )
        await deleteProducts(container, gone)
        return {
          created: await read(created.map(({ id }) => id)),
          updated: await read(update.map(({ id }) => id)),
          deleted: { ids: gone, object: 'product', deleted: true },
        }
      })
    },
  )
}
