import { readFile } from 'node:fs/promises'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import type { Packed } from './pack.ts'
import { run } from './run.ts'

/** What publint and attw (are the types wrong?) find in a tarball, a line or more for each. */
export async function lint({ name, folder, tarball }: Packed): Promise<string[]> {
  const bytes = await readFile(tarball)
  const content = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)
  const { messages, pkg } = await publint({ pack: { tarball: content as ArrayBuffer }, strict: true })
  const faults = messages.map((message) => `${name}: ${formatMessage(message, pkg, { color: false })}`)
  try {
    await run('attw', [tarball, '--profile', 'esm-only', '--no-color', '--no-emoji'], folder)
  } catch (error) {
    faults.push(`${name}: ${(error as Error).message}`)
  }
  return faults
}
