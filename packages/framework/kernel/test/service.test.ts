import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { BigNumber } from '../src/index.ts'
import { type Shop, startShop } from './fixtures/start-shop.ts'

let shop: Shop
beforeAll(async () => {
  shop = await startShop()
})
afterAll(() => shop?.stop())
beforeEach(async () => {
  await shop.modules.database.query('truncate stoa_shelf.rack, stoa_shelf.book, stoa_ledger.entry')
})

const titles = (rows: { title: string }[]) => rows.map(({ title }) => title)

/** Two shelves: Sea with Dunes and Ahab, Land with Cider; and Drifter on none. */
async function fill() {
  const [sea, land] = await shop.shelves.createRacks([{ name: 'Sea' }, { name: 'Land' }])
  const books = await shop.shelves.createBooks([
    { title: 'Dunes', pages: 300, rack_id: sea?.id as string },
    { title: 'Ahab', pages: 100, rack_id: sea?.id as string },
    { title: 'Cider', pages: 200, rack_id: land?.id as string },
    { title: 'Drifter', pages: 50 },
  ])
  return { sea: sea?.id as string, land: land?.id as string, books: books.map(({ id }) => id) }
}

test('creates one row or many, with ids, defaults and times, as plain objects', async () => {
  const one = await shop.shelves.createBooks({ title: 'Alone', metadata: { a: [1] } })
  expect(one).toEqual({
    id: expect.stringMatching(/^book_/),
    title: 'Alone',
    pages: 1,
    printed_at: null,
    metadata: { a: [1] },
    rack_id: null,
    created_at: expect.any(Date),
    updated_at: expect.any(Date),
    deleted_at: null,
  })
  expect(Object.getPrototypeOf(one)).toBe(Object.prototype)
  const many = await shop.shelves.createBooks([{ title: 'A' }, { title: 'B', id: 'book_given' }])
  expect(titles(many)).toEqual(['A', 'B'])
  expect(many[1]?.id).toBe('book_given')
  expect(await shop.shelves.createBooks([])).toEqual([])
})

test('creates nested rows of an owned list', async () => {
  const shelf = await shop.shelves.createRacks({
    name: 'Full',
    books: [{ title: 'One' }, { title: 'Two' }],
  })
  expect(titles(shelf.books ?? [])).toEqual(['One', 'Two'])
  expect(await shop.shelves.listBooks({ rack_id: shelf.id })).toHaveLength(2)
})

test('lists by columns, operators, foreign keys and relations', async () => {
  const { sea } = await fill()
  const list = async (filter: Parameters<typeof shop.shelves.listBooks>[0]) =>
    titles(await shop.shelves.listBooks(filter, { order: { title: 'asc' } }))
  expect(await list({ title: 'Ahab' })).toEqual(['Ahab'])
  expect(await list({ title: ['Ahab', 'Cider'] })).toEqual(['Ahab', 'Cider'])
  expect(await list({ pages: { $gte: 200 } })).toEqual(['Cider', 'Dunes'])
  expect(await list({ rack_id: sea })).toEqual(['Ahab', 'Dunes'])
  expect(await list({ rack_id: null })).toEqual(['Drifter'])
  expect(await list({ rack: { name: 'Land' } })).toEqual(['Cider'])
  expect(await list({ $or: [{ rack_id: null }, { pages: { $lt: 101 } }] })).toEqual(['Ahab', 'Drifter'])
  expect(await shop.shelves.listRacks({ books: { title: 'Cider' } })).toMatchObject([{ name: 'Land' }])
})

test('a filter by what does not exist is refused rather than ignored', async () => {
  await expect(shop.shelves.listBooks({ colour: 'red' } as never)).rejects.toThrow(
    'Book has no property colour to filter by.',
  )
})

test('orders, limits, skips and counts', async () => {
  await fill()
  const page = await shop.shelves.listAndCountBooks({}, { order: { pages: 'desc' }, limit: 2, offset: 1 })
  expect([titles(page[0]), page[1]]).toEqual([['Cider', 'Ahab'], 4])
  expect(titles(await shop.shelves.listBooks())).toEqual(['Dunes', 'Ahab', 'Cider', 'Drifter'])
})

test('relations come only where asked for', async () => {
  const { sea } = await fill()
  expect(await shop.shelves.retrieveRack(sea)).not.toHaveProperty('books')
  const shelf = await shop.shelves.retrieveRack(sea, { relations: ['books'] })
  expect(titles(shelf.books ?? [])).toEqual(['Ahab', 'Dunes'])
  const [book] = await shop.shelves.listBooks({ title: 'Ahab' }, { relations: ['rack'] })
  expect(book).toMatchObject({ rack_id: sea, rack: { id: sea, name: 'Sea' } })
})

test('updates one row or many and leaves the rest of them alone', async () => {
  const { land, books } = await fill()
  const [dunes, ahab] = books as [string, string]
  const before = await shop.shelves.retrieveBook(dunes)
  const after = await shop.shelves.updateBooks({ id: dunes, rack_id: land })
  expect(after).toMatchObject({ title: 'Dunes', pages: 300, rack_id: land })
  expect(after.updated_at.getTime()).toBeGreaterThanOrEqual(before.updated_at.getTime())
  await shop.shelves.updateBooks([
    { id: dunes, rack_id: null },
    { id: ahab, title: 'Ahab II' },
  ])
  expect(await shop.shelves.retrieveBook(dunes)).toMatchObject({ rack_id: null })
  expect(await shop.shelves.retrieveBook(ahab)).toMatchObject({ title: 'Ahab II', pages: 100 })
})

test('an owned list that is given replaces the one that was', async () => {
  const { sea } = await fill()
  await shop.shelves.updateRacks({ id: sea, books: [{ title: 'New' }] })
  expect(titles(await shop.shelves.listBooks({ rack_id: sea }))).toEqual(['New'])
})

test('soft deletion takes owned lists along; restoring brings back only what went at the same moment', async () => {
  const { sea, books } = await fill()
  await shop.shelves.softDeleteBooks(books[0] as string)
  await shop.shelves.softDeleteRacks([sea])
  expect(titles(await shop.shelves.listBooks())).toEqual(['Cider', 'Drifter'])
  expect(await shop.shelves.listBooks({ rack_id: sea }, { with_deleted: true })).toHaveLength(2)
  await expect(shop.shelves.retrieveRack(sea)).rejects.toMatchObject({ type: 'not_found' })
  expect(await shop.shelves.retrieveRack(sea, { with_deleted: true })).toMatchObject({
    deleted_at: expect.any(Date),
  })
  await shop.shelves.softDeleteRacks(sea)

  await shop.shelves.restoreRacks(sea)
  expect(titles(await shop.shelves.listBooks({ rack_id: sea }))).toEqual(['Ahab'])
  await shop.shelves.restoreBooks(books[0] as string)
  expect(await shop.shelves.listBooks({ rack_id: sea })).toHaveLength(2)
})

test('deletion removes the rows, deleted ones too', async () => {
  const { books } = await fill()
  await shop.shelves.softDeleteBooks(books[0] as string)
  await shop.shelves.deleteBooks(books.slice(0, 2))
  await shop.shelves.deleteBooks('book_that_never_was')
  expect(titles(await shop.shelves.listBooks({}, { with_deleted: true }))).toEqual(['Cider', 'Drifter'])
})

test('amounts stay exact', async () => {
  const twenty = '12345678901234567890.12345678901234567891'
  const [a, b, c, long] = await shop.ledger.createEntries(
    ['0.1', 0.2, BigNumber('0.3'), twenty].map((amount) => ({ account: 'cash', amount: amount as never })),
  )
  expect(a?.amount.plus(b?.amount as BigNumber).eq(c?.amount as BigNumber)).toBe(true)
  expect(long?.amount).toBeInstanceOf(BigNumber)
  const read = await shop.ledger.retrieveEntry(long?.id as string)
  expect(read.amount.toFixed()).toBe(twenty)
  await shop.ledger.updateEntries({ id: read.id, amount: read.amount.plus('0.00000000000000000001') })
  expect((await shop.ledger.retrieveEntry(read.id)).amount.toFixed()).toBe(
    '12345678901234567890.12345678901234567892',
  )
  const [sum] = await shop.modules.database.query(
    `select sum(amount)::text as sum from stoa_ledger.entry where id = any($1)`,
    [[a?.id, b?.id]],
  )
  expect(sum).toEqual({ sum: '0.3' })
  expect(await shop.ledger.listEntries({ amount: BigNumber('0.1') })).toMatchObject([{ id: a?.id }])
})

test('an amount written with other digits but the same value is no change', async () => {
  const entry = await shop.ledger.createEntries({ account: 'cash', amount: '1.50' })
  const statements: string[] = []
  const stop = shop.modules.database.onStatement((text) => statements.push(text))
  await shop.ledger.updateEntries({ id: entry.id, amount: '1.5' })
  stop()
  expect(statements.filter((text) => text.startsWith('update'))).toEqual([])
})

test('a value that is taken is named with its field', async () => {
  await shop.shelves.createRacks({ name: 'Taken' })
  await expect(shop.shelves.createRacks({ name: 'Taken' })).rejects.toMatchObject({
    name: 'StoaError',
    type: 'invalid_data',
    message: 'Rack with name: Taken, already exists.',
  })
})

test('a foreign key to nothing and a broken rule are told by name', async () => {
  await expect(shop.shelves.createBooks({ title: 'Lost', rack_id: 'rack_gone' })).rejects.toMatchObject({
    type: 'not_found',
    message: 'Book: rack_id rack_gone does not exist.',
  })
  await expect(shop.shelves.createBooks({ title: 'Empty', pages: 0 })).rejects.toMatchObject({
    type: 'invalid_data',
    message: 'Book breaks the rule book_pages_check.',
  })
})

test('what is missing is named', async () => {
  await expect(shop.shelves.retrieveBook('book_1')).rejects.toMatchObject({
    type: 'not_found',
    message: 'Book with id: book_1 was not found',
  })
  await expect(
    shop.shelves.updateBooks([
      { id: 'book_1', title: 'x' },
      { id: 'book_2', title: 'y' },
    ]),
  ).rejects.toMatchObject({ type: 'not_found', message: 'Book with id: book_1, book_2 was not found' })
})

test.each(['ten', '', Number.NaN, Number.POSITIVE_INFINITY])('%j is no amount', async (amount) => {
  await expect(shop.ledger.createEntries({ account: 'cash', amount })).rejects.toMatchObject({
    type: 'invalid_data',
    message: `Field 'amount' must be a number; ${amount} is not.`,
  })
})

test('a row shows the relations it came with, not all that its transaction has touched', async () => {
  await shop.modules.transaction(async () => {
    const rack = await shop.shelves.createRacks({ name: 'Travel' })
    const [book] = await shop.shelves.createBooks([{ title: 'Arctic Dreams', rack_id: rack.id }] as never[])
    expect(rack).not.toHaveProperty('books')
    expect(book).toMatchObject({ rack_id: rack.id })
    expect(book).not.toHaveProperty('rack')
    const [found] = await shop.shelves.listBooks({ rack_id: rack.id }, { relations: ['rack'] })
    expect(found?.rack).toMatchObject({ name: 'Travel' })
    expect(found?.rack).not.toHaveProperty('books')
  })
})
