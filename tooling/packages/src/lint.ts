import { readFile } from 'node:fs/promises'
import { importFaults, importsOf } from '@stoa/architecture'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import type { Packed } from './pack.ts'
import { run } from './run.ts'

/**
 * What publint and attw (are the types wrong?) find in a tarball, a line or more for each; and the packages that what was
 * built names without listing them. The compiler writes the types of things it inferred out, wherever they come from.
 */
export async function lint({ name, member, folder, tarball }: Packed): Promise<string[]> {
  const bytes = await readFile(tarball)
  const content = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)
  const { messages, pkg } = await publint({ pack: { tarball: content as ArrayBuffer }, strict: true })
  const faults = messages.map((message) => `${name}: ${formatMessage(message, pkg, { color: false })}`)
  faults.push(...new Set(importFaults(member, importsOf(folder, 'dist/**/*.{js,ts}'))))
  try {
    await run('attw', [tarball, '--profile', 'esm-only', '--no-color', '--no-emoji'], folder)
  } catch (error) {
    faults.push(`${name}: ${(error as Error).message}`)
  }
  return faults
}
