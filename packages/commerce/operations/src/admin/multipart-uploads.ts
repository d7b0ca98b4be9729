import multipart from '@fastify/multipart'
import { fieldsQuery, type StoaServer } from '@stoa/http'
import { checkFields } from '@stoa/rest'
import { fileFields, withFields } from './file-fields.ts'
import { keepFiles } from './keep-files.ts'
import { tooLargeAs413 } from './too-large.ts'

const field = { name: 'files', most: 50 }

/** `POST /admin/uploads`, in a plugin of its own: no other route takes anything but JSON. */
export async function multipartUploads(app: StoaServer): Promise<void> {
  await app.register(multipart)
  const schema = {
    consumes: ['multipart/form-data'],
    description: `Files in the field \`files\`, at most ${field.most} at once.`,
    querystring: fieldsQuery(),
  }
  app.post('/admin/uploads', { schema }, async (request) => {
    checkFields(request, fileFields)
    const files = await tooLargeAs413(() => keepFiles(request, field))
    return { files: files.map((file) => withFields(request, file)) }
  })
}
