import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CsvCell, readCsv, writeCsv } from './index.ts'

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = []
  for await (const item of items) list.push(item)
  return list
}

async function* inChunks(bytes: Uint8Array, size = 7) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

const read = async (text: string | Uint8Array, size?: number) => {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text
  return collect(readCsv(inChunks(bytes, size)))
}

const write = async (header: string[], rows: Iterable<CsvCell[]>) =>
  Buffer.concat(await collect(writeCsv(header, rows))).toString()

test('rows come with the line they begin on, also after cells of several lines and lines of nothing', async () => {
  const text = 'a,b\r\n1,"two\r\nlines"\r\n\r\n,\r\n3,"x\ny\nz"\r\n4,5'
  expect(await read(text)).toEqual([
    { line: 1, cells: ['a', 'b'] },
    { line: 2, cells: ['1', 'two\r\nlines'] },
    { line: 6, cells: ['3', 'x\ny\nz'] },
    { line: 9, cells: ['4', '5'] },
  ])
})

test('a byte order mark is no part of the first name, and no byte is lost between two chunks', async () => {
  const bytes = new TextEncoder().encode('\ufeffname,größe\nMütze,€ 5\n')
  for (let size = 1; size < 12; size++) {
    expect(await read(bytes, size)).toEqual([
      { line: 1, cells: ['name', 'größe'] },
      { line: 2, cells: ['Mütze', '€ 5'] },
    ])
  }
})

test('semicolons stand between cells where the header has more of them', async () => {
  expect(await read('a;b,c;d\n1,5;2;3')).toMatchObject([
    { cells: ['a', 'b,c', 'd'] },
    { cells: ['1,5', '2', '3'] },
  ])
  expect(await read('a;b,c,d\n1;5,2,3')).toMatchObject([
    { cells: ['a;b', 'c', 'd'] },
    { cells: ['1;5', '2', '3'] },
  ])
})

test.each([
  ['a,b\n1,2\n1,2,3\n', /^Line 3 is no CSV: it has 3 cells/],
  ['a,b\n1,"2\n3,4\n', /^Line \d is no CSV: a quotation mark is opened and never closed/],
  ['a,b\n1,2 "x"\n', /^Line 2 is no CSV: quotation marks/],
  ['a,b\n"1"x,2\n', /^Line 2 is no CSV: quotation marks/],
  [`a\n1\n"${'x'.repeat(1_100_000)}"\n`, /^Line 3 is no CSV: the row is longer/],
  ['a,b\n1,\0\n', /NUL/],
])('%.30j is refused, and the line is named', async (text, message) => {
  await expect(read(text, 100_000)).rejects.toMatchObject({ type: 'invalid_data', message })
})

test.each(['4,"5"6', '4', '4,"5'])('the line of %j is named in a long file too', async (row) => {
  const text = `a,b\n${'1,"2\r\n3"\n'.repeat(3000)}${row}\n1,2\n`
  await expect(read(text, 1_000_000)).rejects.toThrow('Line 6002 is no CSV')
})

test('what is not UTF-8 is refused', async () => {
  await expect(read(Uint8Array.from([0x61, 0x0a, 0xe4, 0x0a]))).rejects.toThrow('not in UTF-8')
  await expect(read(Uint8Array.from([0x61, 0x0a, 0xc3]))).rejects.toThrow('not in UTF-8')
})

test('a file that breaks off with an error gives that error', async () => {
  async function* broken() {
    yield new TextEncoder().encode('a,b\n1,2\n')
    throw new Error('the line is dead')
  }
  await expect(collect(readCsv(broken()))).rejects.toThrow('the line is dead')
})

test('the file of nothing has no rows', async () => {
  expect(await read('')).toEqual([])
})

test('nothing is an empty cell, and formulas are text', async () => {
  const text = await write(
    ['a', 'b', 'c', 'd'],
    [
      ['=1+1', -5, null],
      [true, 'x,"y"', undefined, '-x'],
    ],
  )
  expect(text).toBe('a,b,c,d\n\'=1+1,-5,,\ntrue,"x,""y""",,\'-x\n')
})

test('rows that fail in the middle fail the file', async () => {
  async function* rows() {
    yield ['1']
    throw new Error('the database is gone')
  }
  await expect(collect(writeCsv(['a'], rows()))).rejects.toThrow('the database is gone')
})

test('whatever text is written is read again', async () => {
  const anyCell = fc.oneof(
    fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')),
    fc.constantFrom('=1', "'=1", '"', '\n', '\r\n', ',', ';', ' x ', "'", '-', '\t'),
  )
  const anyRow = fc.tuple(anyCell, anyCell, anyCell)
  await fc.assert(
    fc.asyncProperty(fc.array(anyRow, { minLength: 1, maxLength: 8 }), async (rows) => {
      const kept = rows.map((row, index) => [String(index), ...row])
      const text = await write(['index', 'one', 'two', 'three'], kept)
      const [, ...again] = await read(text)
      expect(again.map(({ cells }) => cells)).toEqual(kept)
    }),
  )
})
