import { FileService, type KeptFile } from '@stoa/file'
import { StoaError } from '@stoa/kernel'
import type { FastifyRequest } from 'fastify'
import { type FileField, filesIn } from './files-in.ts'

/**
 * Keeps the files of a form: all of them, or none.
 *
 * @throws StoaError `invalid_data` for a request that brings no file, or one that may not be kept
 */
export async function keepFiles(request: FastifyRequest, field: FileField): Promise<KeptFile[]> {
  const service = request.container.resolve(FileService)
  const kept: KeptFile[] = []
  try {
    for await (const { filename, mime_type, contents } of filesIn(request, field)) {
      kept.push(await service.createFile({ filename, mime_type }, contents))
    }
    if (kept.length > 0) return kept
    throw new StoaError('invalid_data', `No files were uploaded: send them in the form field ${field.name}.`)
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
