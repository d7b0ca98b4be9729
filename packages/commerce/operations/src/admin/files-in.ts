import { StoaError } from '@stoa/kernel'
import type { FastifyRequest } from 'fastify'

/** A file on its way in. */
export interface IncomingFile {
  filename: string
  mime_type: string
  contents: AsyncIterable<Uint8Array>
}

/** Where in a form files are, and how many there may be. */
export interface FileField {
  name: string
  most: number
}

/** What else a form may hold is of no interest here. */
const limitsOf = ({ most }: FileField) => ({
  // How large a file may be is the concern of whoever keeps it.
  fileSize: Number.MAX_SAFE_INTEGER,
  files: most + 1,
  fields: 50,
  fieldSize: 10_000,
  fieldNameSize: 100,
  parts: most + 52,
  headerPairs: 20,
})

/**
 * The files in one field of a form, in their order. Each has to be read before the next one comes.
 *
 * @throws StoaError `invalid_data` for anything that is no such form
 */
export async function* filesIn(request: FastifyRequest, field: FileField): AsyncGenerator<IncomingFile> {
  const { name, most } = field
  if (!request.isMultipart()) {
    throw invalid(`send ${things(most)} as multipart/form-data, in the field ${name}.`)
  }
  let count = 0
  for await (const part of asInvalid(request.parts({ limits: limitsOf(field) }))) {
    if (part.type !== 'file') continue
    if (part.fieldname !== name) {
      throw invalid(
        `the field '${part.fieldname}' takes no files. Send ${things(most)} in the field ${name}.`,
      )
    }
    count += 1
    if (count > most)
      throw invalid(`at most ${most} ${most === 1 ? 'file' : 'files'} can be uploaded at once.`)
    yield { filename: part.filename ?? '', mime_type: part.mimetype, contents: asInvalid(part.file) }
  }
}

const things = (most: number) => (most === 1 ? 'the file' : 'the files')

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
