import { Events } from '@stoa/events'
import { fieldsQuery, filtersOf, listQuery, metadata, type StoaServer, sendJson } from '@stoa/http'
import { type Container, StoaError } from '@stoa/kernel'
import { ProductService } from '@stoa/product'
import { checkFields, fieldRules, readOne, sendList, sendOne, transaction } from '@stoa/rest'
import { Type } from 'typebox'
import { moments, words } from '../named-things.ts'
import { refuseUsedValues } from '../option-values.ts'

const filters = { q: Type.String(), id: words(), value: words(), ...moments() }
const fields = fieldRules('id value rank option_id created_at updated_at metadata')
const params = Type.Object({ id: Type.String(), value_id: Type.String() })

async function assertOfOption(container: Container, option_id: string, id: string): Promise<void> {
  const [value] = await container
    .resolve(ProductService)
    .listProductOptionValues({ id: [id], option_id } as never, { limit: 1 })
  if (!value) throw new StoaError('not_found', `Option ${option_id} has no value with the id ${id}.`)
}

/** The values of an option as the admin keeps them. */
export async function adminOptionValues(app: StoaServer): Promise<void> {
  const products = app.container.resolve(ProductService)
  const path = '/admin/product-options/:id/values'
  app.listed.set('product_option_value', { path, defaults: fields.defaults })
  const reading = (id: string) => ({
    entity: 'product_option_value',
    key: 'product_option_value',
    fields,
    id,
  })

  app.get(
    path,
    {
      schema: {
        params: Type.Object({ id: Type.String() }),
        querystring: listQuery({ default_limit: 20, filters }),
      },
    },
    (request, reply) =>
      sendList(request, reply, {
        entity: 'product_option_value',
        key: 'product_option_values',
        fields,
        filters: {
          option_id: request.params.id,
          $and: [filtersOf(request.query, Object.keys(filters) as never[])],
        },
      }),
  )

  app.get(`${path}/:value_id`, { schema: { params, querystring: fieldsQuery() } }, (request, reply) =>
    sendOne(request, reply, {
      ...reading(request.params.value_id),
      filters: { option_id: request.params.id },
    }),
  )

  app.post(
    `${path}/:value_id`,
    {
      schema: {
        params,
        body: Type.Object(
          { value: Type.Optional(Type.String({ minLength: 1 })), metadata: Type.Optional(metadata()) },
          { additionalProperties: false },
        ),
        querystring: fieldsQuery(),
      },
    },
    async (request, reply) => {
      checkFields(request, fields)
      const { id: option, value_id: id } = request.params
      const text = await transaction(request, async () => {
        await assertOfOption(request.container, option, id)
        await products.updateProductOptionValues({ ...request.body, id })
        await request.container.resolve(Events).emit('product-option-value.updated', { id })
        return readOne(request, reading(id))
      })
      return sendJson(reply, text)
    },
  )

  app.delete(`${path}/:value_id`, { schema: { params } }, async (request) => {
    const { id: option, value_id: id } = request.params
    await transaction(request, async () => {
      await assertOfOption(request.container, option, id)
      await refuseUsedValues(request.container, [id])
      await products.softDeleteProductOptionValues(id)
      await request.container.resolve(Events).emit('product-option-value.deleted', { id })
    })
    return { id, object: 'product_option_value', deleted: true }
  })
}
