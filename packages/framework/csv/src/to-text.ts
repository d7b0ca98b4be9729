import { StoaError } from '@stoa/kernel'

/**
 * Bytes as text.
 *
 * @throws StoaError `invalid_data` for bytes that are no UTF-8, and for NUL, which no database column holds
 */
export async function* toText(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  for await (const chunk of bytes) yield checked(() => decoder.decode(chunk, { stream: true }))
  yield checked(() => decoder.decode())
}

function checked(decode: () => string): string {
  let text: string
  try {
    text = decode()
  } catch (cause) {
    throw new StoaError('invalid_data', 'The file is not in UTF-8. Save it as "CSV UTF-8".', { cause })
  }
  if (!text.includes('\0')) return text
  throw new StoaError('invalid_data', 'The file contains the character NUL, so it is no CSV file.')
}
