import { type Database, StoaError } from '@stoa/kernel'
import type { Link } from './define-link.ts'
import { quote } from './scope.ts'

/** A row of a link table: both keys, and the link's own columns where it has some. */
export type LinkRow = Record<string, unknown>

/**
 * Joins entities. What is joined already stays, with its own columns brought up to date.
 *
 * @param link what `defineLink` made
 * @param rows both keys each: `{ product_id, sales_channel_id }`
 */
export async function createLinks(database: Database, link: Link, rows: readonly LinkRow[]): Promise<void> {
  const own = Object.keys(link.columns ?? {})
  // A column that a row leaves out keeps its value or takes its default, so rows that say the same ones go together.
  const alike = Map.groupBy(rows, (row) => own.filter((name) => row[name] !== undefined).join())
  for (const group of alike.values()) {
    const said = own.filter((name) => group[0]?.[name] !== undefined)
    await insert(database, link, [link.left.key, link.right.key, ...said], group)
  }
}

async function insert(database: Database, link: Link, names: string[], rows: readonly LinkRow[]) {
  const list = names.map(quote).join(', ')
  const updates = names.slice(2).map((name) => `${quote(name)} = excluded.${quote(name)}`)
  const columns = names.map((_, index) => `c${index}`)
  const types = names.map((name) => typeOf(link.columns?.[name] ?? 'text'))
  await database.query(
    `insert into stoa_link.${quote(link.table)} (${list})
     select distinct on (1, 2) ${columns.join(', ')}
     from unnest(${types.map((type, index) => `$${index + 1}::${type}[]`).join(', ')}) as t(${columns.join(', ')})
     on conflict (${quote(link.left.key)}, ${quote(link.right.key)}) do ${updates.length > 0 ? `update set ${updates.join(', ')}` : 'nothing'}`,
    names.map((name) => rows.map((row) => row[name])),
  )
}

/** The type alone, of a column as PostgreSQL declares it. */
const typeOf = (declaration: string) =>
  declaration.split(/\s+(?:not null|null|default|check|references|unique|generated)\b/i)[0]

/**
 * Parts what was joined.
 *
 * @param where which rows: a value or a list for one key or both
 * @throws StoaError `invalid_data` without a condition, which would part everything
 */
export async function dismissLinks(
  database: Database,
  link: Link,
  where: Record<string, string | readonly string[]>,
): Promise<void> {
  if (Object.keys(where).length === 0) {
    throw new StoaError('invalid_data', `Say which rows of ${link.table} to dismiss.`)
  }
  const conditions = Object.keys(where).map((name, index) => `${quote(name)} = any($${index + 1}::text[])`)
  await database.query(
    `delete from stoa_link.${quote(link.table)} where ${conditions.join(' and ')}`,
    Object.values(where).map((value) => [value].flat()),
  )
}
