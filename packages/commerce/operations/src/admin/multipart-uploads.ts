import multipart from '@fastify/multipart'
import { FileService, type KeptFile } from '@stoa/file'
import { fieldsQuery, type StoaServer } from '@stoa/http'
import { StoaError } from '@stoa/kernel'
import { checkFields } from '@stoa/rest'
import type { FastifyRequest } from 'fastify'
import { fileFields, withFields } from './file-fields.ts'
import { filesIn, MOST_FILES } from './files-in.ts'
import { tooLargeAs413 } from './too-large.ts'

/** `POST /admin/uploads`, in a plugin of its own: no other route takes anything but JSON. */
export async function multipartUploads(app: StoaServer): Promise<void> {
  await app.register(multipart)
  const schema = {
    consumes: ['multipart/form-data'],
    description: `Files in the field \`files\`, at most ${MOST_FILES} at once.`,
    querystring: fieldsQuery(),
  }
  app.post('/admin/uploads', { schema }, async (request) => {
    checkFields(request, fileFields)
    const files = await tooLargeAs413(() => keepAll(request))
    return { files: files.map((file) => withFields(request, file)) }
  })
}

/** All the files of a request, or none of them. */
async function keepAll(request: FastifyRequest): Promise<KeptFile[]> {
  const service = request.container.resolve(FileService)
  const kept: KeptFile[] = []
  try {
    for await (const { filename, mime_type, contents } of filesIn(request)) {
      kept.push(await service.createFile({ filename, mime_type }, contents))
    }
    if (kept.length > 0) return kept
    throw new StoaError('invalid_data', 'No files were uploaded: send them in the form field files.')
  } catch (error) {
    passOver(request)
    await service.deleteFiles(kept.map(({ id }) => id))
    throw error
  }
}

/** Reads what else comes without looking at it: clients read the answer, and ask again, when they have sent all of theirs. */
function passOver({ raw }: FastifyRequest): void {
  raw.unpipe()
  raw.resume()
}
