import { FileService } from '@stoa/file'
import { filtersOf, listQuery, type StoaServer } from '@stoa/http'
import { fileUpload } from '@stoa/operations'
import { Query } from '@stoa/query'
import { checkReach } from '@stoa/rest'
import { Type } from 'typebox'
import { exportProducts } from '../csv/export-products.ts'
import { confirmImport, prepareImport } from '../csv/import-products.ts'
import { toProductFilters } from '../product-filters.ts'
import { productFilters } from './product-filters.ts'

const ofImport = Type.Object({ transaction_id: Type.String() })

const uploadedFile = Type.Object({
  file_key: Type.String(),
  originalname: Type.Optional(Type.String()),
  extension: Type.Optional(Type.String()),
  size: Type.Optional(Type.Number()),
  mime_type: Type.Optional(Type.String()),
})

/** A file may have new products and such that are there already. */
const importing = { permission: ['product:create', 'product:update'] }
const exporting = { permission: 'product:read' }

/** Products as CSV files, in both directions. */
export async function adminProductFiles(app: StoaServer): Promise<void> {
  await fileUpload(
    app,
    '/admin/products/import',
    async (file, { container }, reply) => {
      try {
        return reply.status(202).send(await prepareImport(container, file.id))
      } catch (error) {
        await container.resolve(FileService).deleteFiles([file.id])
        throw error
      }
    },
    importing,
  )

  app.post(
    '/admin/products/imports',
    { schema: { body: uploadedFile }, config: importing },
    async (request, reply) => {
      const { container, body } = request
      return reply.status(202).send(await prepareImport(container, body.file_key))
    },
  )

  for (const path of ['import', 'imports']) {
    app.post(
      `/admin/products/${path}/:transaction_id/confirm`,
      { schema: { params: ofImport }, config: importing },
      async ({ container, params }, reply) => {
        await confirmImport(container, params.transaction_id)
        return reply.status(202).send({})
      },
    )
  }

  const querystring = listQuery({ default_limit: 50, filters: productFilters })
  app.post(
    '/admin/products/export',
    { schema: { querystring }, config: exporting },
    async (request, reply) => {
      const { container, query } = request
      const filters = toProductFilters(filtersOf(query, Object.keys(productFilters) as never[]))
      checkReach(request, 'product', { fields: [], own: [], filters })
      // Whoever asks hears at once of filters that mean nothing.
      await container.resolve(Query).count('product', { filters })
      return reply.status(202).send({ transaction_id: await exportProducts.request(container, { filters }) })
    },
  )
}
