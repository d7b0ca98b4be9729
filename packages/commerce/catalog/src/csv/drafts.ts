import type { CsvRow } from '@stoa/csv'
import { StoaError } from '@stoa/kernel'
import { quoted, readCell } from './cells.ts'
import { type Column, columnOf, type ListName } from './columns.ts'
import { Problems } from './problems.ts'

/** A price as a row has it. */
export interface PriceDraft {
  column: string
  currency_code: string
  amount: number
  /** By its name; undefined for the price everywhere. */
  region: string | undefined
}

/** A variant as its row has it: what is not said is not there. */
export interface VariantDraft {
  line: number
  fields: Record<string, unknown>
  /** The value of each option that is said, by the option's title. */
  options: Map<string, string>
  prices: PriceDraft[]
}

/** A product as its rows have it. */
export interface ProductDraft {
  /** Of the first row. */
  line: number
  fields: Record<string, unknown>
  lists: Partial<Record<ListName, { column: string; entries: string[] }>>
  variants: VariantDraft[]
}

/** More are told to come in several files. */
const MOST_ROWS = 20_000

/** Where a product's field was said first, and how. */
type Said = Map<string, { line: number; text: string }>

interface OpenDraft {
  draft: ProductDraft
  said: Said
}

/**
 * Reads the rows of a file into products: rows with the same id, or else the same handle, or else the same title, are one.
 *
 * @throws StoaError `invalid_data` for columns that mean nothing, and for rows that cannot be read, with their lines
 */
export async function readDrafts(rows: AsyncIterable<CsvRow>): Promise<ProductDraft[]> {
  const problems = new Problems()
  const open = new Map<string, OpenDraft>()
  const drafts: ProductDraft[] = []
  let columns: Column[] | undefined
  let count = 0
  for await (const row of rows) {
    if (columns === undefined) {
      columns = readHeader(row)
      continue
    }
    count += 1
    if (count > MOST_ROWS) {
      throw new StoaError(
        'invalid_data',
        `The file has more than ${MOST_ROWS} rows. Import it in several parts.`,
      )
    }
    readRow(row, columns, { open, drafts, problems })
  }
  if (count === 0) throw new StoaError('invalid_data', 'The file has no rows to import.')
  problems.throwIfAny()
  return drafts
}

/** @throws StoaError `invalid_data` for columns that mean nothing, or the same */
function readHeader({ cells }: CsvRow): Column[] {
  const columns = cells.map(columnOf)
  const unknown = cells.filter((_, index) => columns[index] === undefined)
  if (unknown.length > 0) {
    const names = unknown.map((name) => `"${name}"`).join(',')
    throw new StoaError('invalid_data', `Invalid column name(s) ${names}`)
  }
  const names = (columns as Column[]).map(({ name }) => name.toLowerCase())
  const twice = names.filter((name, index) => name !== '' && names.indexOf(name) !== index)
  if (twice.length > 0) {
    throw new StoaError('invalid_data', `The column ${twice[0]} is there twice.`)
  }
  return columns as Column[]
}

interface Reader {
  open: Map<string, OpenDraft>
  drafts: ProductDraft[]
  problems: Problems
}

function readRow({ line, cells }: CsvRow, columns: readonly Column[], reader: Reader): void {
  const filled = columns.flatMap((column, index) => {
    const text = cells[index] as string
    return text === '' ? [] : [{ column, text }]
  })
  const current = findDraft(line, filled, reader)
  if (!current) return
  const { problems } = reader
  const variant: VariantDraft = { line, fields: {}, options: new Map(), prices: [] }
  const options = new Map<string, { name?: string; value?: string; column: string }>()
  let saysVariant = false
  const lists: ProductDraft['lists'] = {}
  for (const { column, text } of filled) {
    const read = (kind: Parameters<typeof readCell>[0]) => {
      const reading = readCell(kind, text)
      if ('value' in reading) return reading.value
      problems.add(line, column.name, reading.problem)
      return undefined
    }
    switch (column.of) {
      case 'product':
        if (agrees(current.said, column, line, text, problems)) {
          current.draft.fields[column.field] = read(column.kind)
        }
        break
      case 'variant':
        saysVariant = true
        variant.fields[column.field] = read(column.kind)
        break
      case 'list': {
        const list = lists[column.list] ?? { column: column.name, entries: [] }
        lists[column.list] = list
        list.entries.push(text)
        break
      }
      case 'option': {
        const option = options.get(column.number) ?? { column: column.name }
        options.set(column.number, option)
        option[column.part] = text
        break
      }
      case 'price': {
        saysVariant = true
        const amount = read('number') as number
        const { name, currency_code, region } = column
        variant.prices.push({ column: name, currency_code, amount, region })
      }
    }
  }
  addLists(current, lists, line, problems)
  for (const { name, value, column } of options.values()) {
    if (name === undefined || value === undefined) {
      // A template lists the names of options in every row; one without a value says nothing.
      if (name === undefined)
        problems.add(line, column, `the value ${quoted(value ?? '')} has no option name beside it.`)
      continue
    }
    saysVariant = true
    if (variant.options.has(name)) problems.add(line, column, `the option ${quoted(name)} is there twice.`)
    variant.options.set(name, value)
  }
  if (saysVariant) current.draft.variants.push(variant)
}

type Filled = readonly { column: Column; text: string }[]

/** The product a row belongs to. */
function findDraft(line: number, filled: Filled, { open, drafts, problems }: Reader): OpenDraft | undefined {
  const said = (field: string) =>
    filled.find(({ column }) => column.of === 'product' && column.field === field)?.text
  const [id, handle, title] = [said('id'), said('handle'), said('title')]
  const keys = [id && `id ${id}`, handle && `handle ${handle}`].filter(
    (key) => key !== undefined && key !== '',
  )
  if (keys.length === 0 && title) keys.push(`title ${title}`)
  if (keys.length === 0) {
    problems.add(line, undefined, 'a row needs a Product Id, a Product Handle or a Product Title.')
    return undefined
  }
  let current = keys.map((key) => open.get(key as string)).find((found) => found !== undefined)
  if (!current) {
    current = { draft: { line, fields: {}, lists: {}, variants: [] }, said: new Map() }
    drafts.push(current.draft)
  }
  for (const key of keys) open.set(key as string, current)
  return current
}

/** The rows of a product must not say different things of it. */
function agrees(
  said: Said,
  column: Column & { field: string },
  line: number,
  text: string,
  problems: Problems,
) {
  const first = said.get(column.field)
  if (!first) said.set(column.field, { line, text })
  else if (first.text !== text) {
    problems.add(
      line,
      column.name,
      `${quoted(text)} is not what line ${first.line} says of the same product, ${quoted(first.text)}.`,
    )
  }
  return !first
}

function addLists(
  { draft, said }: OpenDraft,
  lists: ProductDraft['lists'],
  line: number,
  problems: Problems,
) {
  for (const [name, list] of Object.entries(lists)) {
    const column = { of: 'product', name: list.column, field: name, kind: 'text' } as const
    if (agrees(said, column, line, list.entries.join(), problems)) draft.lists[name as ListName] = list
  }
}
