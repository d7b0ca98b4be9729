import { StoaError } from '@stoa/kernel'

/**
 * The same bytes, unless they are too many.
 *
 * @throws StoaError `invalid_data`, code `file_too_large`, at the first byte beyond
 */
export async function* bounded(
  contents: AsyncIterable<Uint8Array>,
  name: string,
  maxSize: number,
): AsyncGenerator<Uint8Array> {
  let size = 0
  for await (const chunk of contents) {
    size += chunk.byteLength
    if (size > maxSize) throw tooLarge(name, maxSize)
    yield chunk
  }
}

export const tooLarge = (name: string, maxSize: number) =>
  new StoaError(
    'invalid_data',
    `The file ${name} is too large. Files may have up to ${readable(maxSize)}; make it smaller, or raise the limit.`,
    { code: 'file_too_large' },
  )

function readable(bytes: number): string {
  const mebibytes = bytes / 1_048_576
  return mebibytes >= 1 ? `${Number(mebibytes.toFixed(1))} MiB` : `${bytes} bytes`
}
