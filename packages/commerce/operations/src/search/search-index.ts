import { type Database, StoaError } from '@stoa/kernel'
import type { Query } from '@stoa/query'

/** The index over an entity's search documents, which PostgreSQL keeps. */
export interface SearchIndex {
  name: string
  entity: string
  provider: 'postgresql'
  status: 'pending' | 'building' | 'ready' | 'error'
  fields: SearchIndexField[]
}

interface SearchIndexField {
  name: string
  type: string
  searchable: boolean
  filterable: boolean
  sortable: boolean
  facetable: boolean
}

/** One that is not valid is what a rebuild that failed left behind. */
const STATUS = `
  select format('%I.%I', n.nspname, c.relname) as "table",
    case when bool_or(p.pid is not null) then 'building' when bool_and(i.indisvalid) then 'ready' else 'error' end as status
  from pg_attribute a
  join pg_class c on c.oid = a.attrelid
  join pg_namespace n on n.oid = c.relnamespace
  join pg_index i on i.indrelid = c.oid and a.attnum = any(i.indkey)
  left join pg_stat_progress_create_index p on p.relid = c.oid
  where a.attname = 'search_document' and n.nspname like 'stoa\\_%'
  group by 1`

/** All of them, by name. */
export async function searchIndexes(database: Database, query: Query): Promise<SearchIndex[]> {
  const known = await database.query<{ table: string; status: SearchIndex['status'] }>(STATUS)
  const statuses = new Map(known.map(({ table, status }) => [table.replaceAll('"', ''), status]))
  return [...query.graph.nodes()]
    .filter(({ documented }) => documented)
    .map(({ name, table, documented = [] }) => ({
      name,
      entity: name,
      provider: 'postgresql' as const,
      status: statuses.get(table.replaceAll('"', '')) ?? ('pending' as const),
      fields: documented.map((path) => fieldOf(query, name, path)),
    }))
    .toSorted((one, other) => one.name.localeCompare(other.name))
}

/** @throws StoaError `not_found` */
export function assertIndexed({ graph }: Query, name: string): void {
  if (graph.has(name) && graph.node(name).documented) return
  throw new StoaError('not_found', `SearchIndex with id: ${name} was not found`)
}

/** Everything is filtered and counted by; a page is ordered by what a row has one of. */
function fieldOf({ graph }: Query, entity: string, path: string): SearchIndexField {
  const names = path.split('.')
  const last = names.pop() as string
  let node = graph.node(entity)
  let one = true
  for (const name of names) {
    const relation = node.relations.get(name)
    if (!relation)
      throw new Error(`The search document of ${entity} is said to have ${path}, which there is not.`)
    one &&= !relation.many
    node = graph.node(relation.target)
  }
  const type = node.columns.get(last)?.kind ?? 'text'
  return { name: path, type, searchable: true, filterable: true, sortable: one, facetable: true }
}

/**
 * Builds the index of an entity's search documents anew, while it goes on being read and written. Outside of any transaction.
 */
export async function rebuildSearchIndex(database: Database, table: string): Promise<void> {
  const connection = await database.pool.connect()
  try {
    // A large table takes its time.
    await connection.query('set statement_timeout = 0')
    const { rows } = await connection.query<{ index: string; valid: boolean }>(
      `select i.indexrelid::regclass::text as index, i.indisvalid as valid from pg_index i
       join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
       where i.indrelid = $1::regclass and a.attname = 'search_document' order by i.indisvalid, 1`,
      [table],
    )
    for (const { index, valid } of rows) {
      // What is left of a rebuild that failed serves nobody.
      await connection.query(
        valid ? `reindex index concurrently ${index}` : `drop index concurrently ${index}`,
      )
    }
  } finally {
    await connection.query('reset statement_timeout')
    connection.release()
  }
}
