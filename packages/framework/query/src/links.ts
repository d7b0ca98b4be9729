import type { Database } from '@stoa/kernel'
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
  if (rows.length === 0) return
  const own = Object.keys(link.columns ?? {})
  const names = [
    link.left.key,
    link.right.key,
    ...own.filter((name) => rows.some((row) => row[name] !== undefined)),
  ]
  const list = names.map(quote).join(', ')
  const updates = names.slice(2).map((name) => `${quote(name)} = excluded.${quote(name)}`)
  const columns = names.map((_, index) => `c${index}`)
  const types = names.map((name) => (link.columns?.[name] ?? 'text').split(' ')[0])
  await database.query(
    `insert into stoa_link.${quote(link.table)} (${list})
     select distinct on (1, 2) ${columns.join(', ')}
     from unnest(${types.map((type, index) => `$${index + 1}::${type}[]`).join(', ')}) as t(${columns.join(', ')})
     on conflict (${quote(link.left.key)}, ${quote(link.right.key)}) do ${updates.length > 0 ? `update set ${updates.join(', ')}` : 'nothing'}`,
    names.map((name) => rows.map((row) => row[name])),
  )
}

/**
 * Parts what was joined.
 *
 * @param where which rows: a value or a list for one key or both
 */
export async function dismissLinks(
  database: Database,
  link: Link,
  where: Record<string, string | readonly string[]>,
): Promise<void> {
  const conditions = Object.keys(where).map((name, index) => `${quote(name)} = any($${index + 1}::text[])`)
  await database.query(
    `delete from stoa_link.${quote(link.table)} where ${conditions.join(' and ')}`,
    Object.values(where).map((value) => [value].flat()),
  )
}
