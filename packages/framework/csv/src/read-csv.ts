import { Readable } from 'node:stream'
import { StoaError } from '@stoa/kernel'
import { CsvError, parse } from 'csv-parse'
import { chooseDelimiter } from './delimiter.ts'
import { original } from './formulas.ts'
import { toText } from './to-text.ts'

/** A row of a file. */
export interface CsvRow {
  /** The line it begins on, from 1. */
  line: number
  cells: string[]
}

/** Bytes that one row may have. */
const MOST_OF_A_ROW = 1_048_576

interface Read {
  record: string[]
  raw: string
}

/**
 * Reads a CSV file row by row, its header first: UTF-8, with commas or, where its header has more of them, semicolons.
 * Rows of nothing but empty cells are passed over, and what {@link writeCsv} did to formulas is undone.
 *
 * @param bytes the file
 * @throws StoaError `invalid_data` that names the line, for what is no CSV file or has rows of different lengths
 * @example
 * for await (const { line, cells } of readCsv(createReadStream('products.csv'))) console.log(line, cells)
 */
export async function* readCsv(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<CsvRow> {
  const { delimiter, text } = await chooseDelimiter(toText(bytes))
  let line = 1
  let width: number | undefined
  const toRow = ({ record, raw }: Read): CsvRow | null => {
    const row = { line, cells: record.map(original) }
    line += raw.match(LINE_END)?.length ?? 0
    if (record.every((cell) => cell === '')) return null
    width ??= record.length
    if (record.length !== width) throw misfit(row, width)
    return row
  }
  const parser = parse({
    delimiter,
    bom: true,
    raw: true,
    max_record_size: MOST_OF_A_ROW,
    relax_column_count: true,
    // Called as rows are parsed: those that are waiting to be read are lost when a later one is broken.
    on_record: toRow as never,
  })
  const source = Readable.from(text).on('error', (error) => parser.destroy(error))
  try {
    yield* source.pipe(parser) as AsyncIterable<CsvRow>
  } catch (error) {
    throw error instanceof CsvError ? broken(line, error) : error
  } finally {
    source.destroy()
  }
}

/** The parser's own count takes `\r\n` in quotation marks for two. */
const LINE_END = /\r\n|\n|\r/g

const misfit = ({ line, cells }: CsvRow, width: number) =>
  new StoaError(
    'invalid_data',
    `Line ${line} is no CSV: it has ${cells.length} cells, and the header ${width}.`,
  )

const broken = (line: number, error: CsvError) =>
  new StoaError('invalid_data', `Line ${line} is no CSV: ${reason(error)}`, { cause: error })

function reason(error: CsvError): string {
  switch (error.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return 'a quotation mark is opened and never closed.'
    case 'CSV_MAX_RECORD_SIZE':
      return `the row is longer than ${MOST_OF_A_ROW} bytes.`
    default:
      return 'quotation marks within a cell have to be doubled, and the whole cell put between some.'
  }
}
