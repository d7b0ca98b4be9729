import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify'
import { harmless } from './formulas.ts'

/** What a cell may hold. Nothing is an empty cell. */
export type CsvCell = string | number | boolean | null | undefined

/**
 * Writes a CSV file: UTF-8, commas, quotation marks where they are needed. A text that a spreadsheet would take for a
 * formula gets an apostrophe before it, which {@link readCsv} takes away again.
 *
 * @param header names of the columns
 * @param rows as many cells each as the header has, or fewer
 * @returns the file's bytes, as the rows come
 */
export function writeCsv(
  header: readonly string[],
  rows: AsyncIterable<readonly CsvCell[]> | Iterable<readonly CsvCell[]>,
): AsyncIterable<Uint8Array> {
  const lines = async function* () {
    yield header.map(harmless)
    for await (const row of rows) yield header.map((_, index) => toCell(row[index]))
  }
  const formatter = stringify()
  const source = Readable.from(lines()).on('error', (error) => formatter.destroy(error))
  formatter.on('close', () => source.destroy())
  return source.pipe(formatter)
}

function toCell(value: CsvCell): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'string' ? harmless(value) : String(value)
}
