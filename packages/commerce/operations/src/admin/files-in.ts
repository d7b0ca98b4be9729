import { StoaError } from '@stoa/kernel'
import type { FastifyRequest } from 'fastify'

/** A file on its way in. */
export interface IncomingFile {
  filename: string
  mime_type: string
  contents: AsyncIterable<Uint8Array>
}

/** How many files a request may bring. */
export const MOST_FILES = 50

/** What else a form may hold is of no interest here. */
const limits = {
  // How large a file may be is the concern of whoever keeps it.
  fileSize: Number.MAX_SAFE_INTEGER,
  files: MOST_FILES + 1,
  fields: 50,
  fieldSize: 10_000,
  fieldNameSize: 100,
  parts: MOST_FILES + 52,
  headerPairs: 20,
}

/**
 * The files in the field `files` of a form, in their order. Each has to be read before the next one comes.
 *
 * @throws StoaError `invalid_data` for anything that is no such form
 */
export async function* filesIn(request: FastifyRequest): AsyncGenerator<IncomingFile> {
  if (!request.isMultipart()) {
    throw invalid('send the files as multipart/form-data, in the field files.')
  }
  let count = 0
  for await (const part of asInvalid(request.parts({ limits }))) {
    if (part.type !== 'file') continue
    if (part.fieldname !== 'files') {
      throw invalid(`the field '${part.fieldname}' takes no files. Send them in the field files.`)
    }
    count += 1
    if (count > MOST_FILES) throw invalid(`at most ${MOST_FILES} files can be uploaded at once.`)
    yield { filename: part.filename ?? '', mime_type: part.mimetype, contents: asInvalid(part.file) }
  }
}

/** Only the client can be to blame for what cannot be read. */
async function* asInvalid<Item>(source: AsyncIterable<Item>): AsyncGenerator<Item> {
  try {
    yield* source
  } catch (error) {
    throw invalid(`the form is broken or incomplete: ${(error as Error).message}.`, error)
  }
}

const invalid = (message: string, cause?: unknown) =>
  new StoaError('invalid_data', `Invalid request: ${message}`, { cause })
