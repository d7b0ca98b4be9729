import type { EntityMetadata } from '@mikro-orm/core'
import { type Database, StoaError } from '@stoa/kernel'
import type { Link, LinkSide } from './define-link.ts'
import { entityName, tableOf } from './metadata.ts'
import { quote } from './scope.ts'

/** A row of a link table: both keys, and the link's own columns where it has some. */
export type LinkRow = Record<string, unknown>

/**
 * Joins entities. What is joined already stays, with its own columns brought up to date.
 *
 * @param link what `defineLink` made
 * @param rows both keys each: `{ product_id, sales_channel_id }`
 * @throws StoaError `not_found` that names the ids for which there is no entity; then nothing is joined
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
  const missing = await database.query<{ id: string; entity: string }>(
    `with given as (
       select distinct on (1, 2) ${columns.join(', ')}
       from unnest(${types.map((type, index) => `$${index + 1}::${type}[]`).join(', ')}) as t(${columns.join(', ')})
     ), missing as (
       ${missingFrom(database, link.left, 'c0')} union all ${missingFrom(database, link.right, 'c1')}
     ), joined as (
       insert into stoa_link.${quote(link.table)} (${list})
       select ${columns.join(', ')} from given where not exists (select from missing)
       on conflict (${quote(link.left.key)}, ${quote(link.right.key)}) do ${updates.length > 0 ? `update set ${updates.join(', ')}` : 'nothing'}
     )
     select distinct id, entity from missing order by id`,
    names.map((name) => rows.map((row) => row[name])),
  )
  if (missing.length > 0) {
    const list = missing.map(({ id, entity }) => `${entity.replaceAll('_', ' ')} ${id}`)
    throw new StoaError('not_found', `There is no ${list.join(', no ')}.`)
  }
}

/** Which of the given ids of one side lead nowhere. A side whose module was not started cannot be looked at. */
function missingFrom(database: Database, { entity }: LinkSide, column: string): string {
  const table = tablesOf(database).get(entity)
  if (!table) return `select null::text as id, null::text as entity where false`
  return `select ${column} as id, '${entity}' as entity from given
    where not exists (select from ${table.name} e where e.id = ${column}${table.softDelete ? ' and e.deleted_at is null' : ''})`
}

interface Table {
  name: string
  softDelete: boolean
}

const tables = new WeakMap<Database, Map<string, Table>>()

function tablesOf(database: Database): Map<string, Table> {
  let known = tables.get(database)
  if (!known) {
    const metadata = [...database.orm.getMetadata().getAll().values()] as EntityMetadata[]
    known = new Map(
      metadata.map((meta) => [
        entityName(meta.className),
        { name: tableOf(meta), softDelete: 'deleted_at' in meta.properties },
      ]),
    )
    tables.set(database, known)
  }
  return known
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
