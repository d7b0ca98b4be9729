import { FileService, type KeptFile } from '@stoa/file'
import { fieldsQuery, type StoaServer } from '@stoa/http'
import { checkFields } from '@stoa/rest'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { fileFields, withFields } from './file-fields.ts'
import { multipartUploads } from './multipart-uploads.ts'
import { tooLargeAs413 } from './too-large.ts'

const params = Type.Object({ id: Type.String() })

const announcedFile = Type.Object({
  originalname: Type.String({ minLength: 1 }),
  mime_type: Type.String(),
  size: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
  access: Type.Optional(Type.Union([Type.Literal('public'), Type.Literal('private')])),
})

const filesOf = (request: FastifyRequest) => request.container.resolve(FileService)

/** `/admin/uploads`: files by their ids, and how to add some. */
export async function adminUploads(app: StoaServer): Promise<void> {
  await app.register(multipartUploads as never)

  app.get(
    '/admin/uploads/:id',
    { schema: { params, querystring: fieldsQuery() } },
    async (request): Promise<{ file: Partial<KeptFile> }> => {
      checkFields(request, fileFields)
      const file = await filesOf(request).retrieveFile(request.params.id)
      return { file: withFields(request, file) }
    },
  )

  app.delete('/admin/uploads/:id', { schema: { params } }, async (request) => {
    const { id } = request.params
    await filesOf(request).deleteFiles([id])
    return { id, object: 'file', deleted: true }
  })

  app.post('/admin/uploads/presigned-urls', { schema: { body: announcedFile } }, async (request) => {
    const { originalname, mime_type, size, access } = request.body
    const announced = { filename: originalname, mime_type, size, access }
    const { url, filename, extension } = await tooLargeAs413(() =>
      filesOf(request).createUploadUrl(announced),
    )
    return { url, filename, originalname, mime_type, extension, size }
  })
}
