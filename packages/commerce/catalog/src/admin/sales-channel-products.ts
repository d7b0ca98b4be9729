import { Events } from '@stoa/events'
import { fieldsQuery, type StoaServer, sendJson } from '@stoa/http'
import { Database } from '@stoa/kernel'
import { createLinks, dismissLinks } from '@stoa/query'
import { additions, checkFields, fieldRules, readOne, transaction } from '@stoa/rest'
import { Type } from 'typebox'
import { productSalesChannel } from '../links.ts'

const fields = fieldRules('id name description is_disabled created_at updated_at deleted_at metadata')

/** What a sales channel sells, as the admin keeps it. */
export async function adminSalesChannelProducts(app: StoaServer): Promise<void> {
  app.post(
    '/admin/sales-channels/:id/products',
    {
      schema: {
        params: Type.Object({ id: Type.String() }),
        body: additions(),
        querystring: fieldsQuery(),
      },
    },
    async (request, reply) => {
      checkFields(request, fields)
      const { id } = request.params
      const { add = [], remove = [] } = request.body
      const database = request.container.resolve(Database)
      const text = await transaction(request, async () => {
        const rows = add.map((product_id) => ({ product_id, sales_channel_id: id }))
        await createLinks(database, productSalesChannel, rows)
        if (remove.length > 0) {
          await dismissLinks(database, productSalesChannel, { sales_channel_id: id, product_id: remove })
        }
        await request.container.resolve(Events).emit(
          'product.updated',
          [...new Set([...add, ...remove])].map((product) => ({ id: product })),
        )
        return readOne(request, { entity: 'sales_channel', key: 'sales_channel', fields, id })
      })
      return sendJson(reply, text)
    },
  )
}
