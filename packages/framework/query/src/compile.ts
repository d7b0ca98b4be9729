import { compileFacets, type Facet } from './facets.ts'
import { type FilterContext, type Filters, whereOf } from './filter.ts'
import type { Column, EntityNode, Graph, Relation } from './graph.ts'
import { type OrderBy, orderBy } from './order.ts'
import { quote, StatementScope } from './scope.ts'
import { isRawTwin, relationOf, type Selection } from './selection.ts'

/** SQL and its values. */
export interface Statement {
  text: string
  values: unknown[]
}

/** What to read. */
export interface Read {
  entity: string
  selection: Selection
  filters: Filters
  order: readonly OrderBy[]
  limit?: number
  offset?: number
  with_deleted: boolean
  allow_regex: boolean
  context: Readonly<Record<string, unknown>>
  /** Whether a list is to say how many rows there are without its limit. Default: false. */
  counted?: boolean
  /** What else to find out over all rows without the limit. Default: nothing. */
  facets?: readonly Facet[]
}

interface Compiler extends FilterContext {
  scope: StatementScope
  /** The placeholder of the language that is asked for, once it has one. */
  locale?: string
}

/**
 * One statement that answers a page as finished JSON in `body` and, if asked, how many rows there are in `count` and what
 * else is known of them in `facets`. The page is cut first, and only its rows are given their relations: with the relations inside, far pages would compute all the
 * rows before them. Nothing is joined to the finished JSON: PostgreSQL would copy all of it for each piece.
 */
export function compileList(graph: Graph, read: Read): Statement {
  const { compiler, node, page, where } = begin(graph, read)
  const rows = rowsOf(graph, read, node, page, compiler)
  const count = read.counted ? `, (select count(*)::int from ${node.table} p${where}) as count` : ''
  const facets = read.facets ? `, ${compileFacets(read.facets, node, where, compiler)} as facets` : ''
  return { text: `select ${rows} as body${count}${facets}`, values: compiler.scope.values }
}

/** One statement that answers several pages, each in `body` and `count` of an item of the list `pages`. */
export function compileTogether(graph: Graph, reads: readonly Read[], context: Read['context']): Statement {
  const scope = new StatementScope(context)
  const pages = reads.map((read) => {
    const { compiler, node, page, where } = begin(graph, read, scope)
    const count = `(select count(*)::int from ${node.table} p${where})`
    return `json_build_object('body', ${rowsOf(graph, read, node, page, compiler)}, 'count', ${count})`
  })
  return { text: `select json_build_array(${pages.join(', ')}) as body`, values: scope.values }
}

/** One statement that answers the first row as JSON in `body`, or no row. */
export function compileOne(graph: Graph, read: Read): Statement {
  const { compiler, node, page } = begin(graph, { ...read, limit: 1 })
  const text = `select to_json(r) as body from (select ${columns(node, 'p', read.selection, compiler)} from (${page}) p) r`
  return { text, values: compiler.scope.values }
}

/** One statement that counts. */
export function compileCount(graph: Graph, read: Read): Statement {
  const { compiler, node, where } = begin(graph, read)
  return { text: `select count(*)::int as count from ${node.table} p${where}`, values: compiler.scope.values }
}

function rowsOf(graph: Graph, read: Read, node: EntityNode, page: string, compiler: Compiler): string {
  const order = orderBy(graph, node, 'p', read.order, compiler.scope)
  return `(select coalesce(json_agg(r), '[]') from (select ${columns(node, 'p', read.selection, compiler)} from (${page}) p order by ${order}) r)`
}

function begin(graph: Graph, read: Read, scope = new StatementScope(read.context)) {
  const { with_deleted, allow_regex } = read
  const compiler: Compiler = {
    graph,
    scope,
    with_deleted,
    allow_regex,
    conditions: 0,
  }
  const node = graph.node(read.entity)
  const where = whereOf(read.filters, node, 'p', compiler)
  // A literal limit lets PostgreSQL plan for a short page; it is a number, checked by the caller. As a literal, each
  // offset would be a statement of its own.
  const limit = read.limit === undefined ? '' : ` limit ${read.limit}`
  const bounds = read.offset ? `${limit} offset ${compiler.scope.parameter(read.offset, 'bigint')}` : limit
  const page = `select p.* from ${node.table} p${where} order by ${orderBy(graph, node, 'p', read.order, compiler.scope)}${bounds}`
  return { compiler, node, page, where }
}

function columns(
  node: EntityNode,
  alias: string,
  selection: Selection,
  compiler: Compiler,
  via?: Relation,
): string {
  const chosen = new Map<string, string>()
  const add = (name: string, sql: string) => chosen.set(name, `${sql} as ${quote(name)}`)
  const named = selection.all ? [...node.columns.keys(), ...(via?.fields?.keys() ?? [])] : [node.primaryKey]
  for (const name of [
    ...named.filter((name) => node.columns.has(name) || via?.fields?.has(name)),
    ...selection.names,
  ]) {
    const sql = value(node, alias, name, compiler, via)
    if (sql === undefined) continue
    add(name, sql)
    if (selection.all && isRawTwin(node, `raw_${name}`)) {
      add(`raw_${name}`, value(node, alias, `raw_${name}`, compiler, via) as string)
    }
  }
  for (const [name, nested] of selection.relations) {
    add(name, related(relationOf(node, name, via) as Relation, alias, nested, compiler))
  }
  return [...chosen.values()].join(', ')
}

function related(relation: Relation, parent: string, selection: Selection, compiler: Compiler): string {
  const node = compiler.graph.node(relation.target)
  const self = compiler.scope.alias(node.name)
  const { from, where, order } = relation.join(parent, self, compiler.scope)
  const living = node.softDelete && !compiler.with_deleted ? [`${self}.deleted_at is null`] : []
  const rows = `select ${columns(node, self, selection, compiler, relation)} from ${from} where ${[...where, ...living].join(' and ')}`
  const result = compiler.scope.alias('r')
  return relation.many
    ? `(select coalesce(json_agg(${result}), '[]') from (${rows}${order ? ` order by ${order}` : ''}) ${result})`
    : `(select to_json(${result}) from (${rows} limit 1) ${result})`
}

/** A value as the wire has it; undefined for what is computed after the rows have come. */
function value(
  node: EntityNode,
  alias: string,
  name: string,
  compiler: Compiler,
  via?: Relation,
): string | undefined {
  const expression = via?.fields?.get(name) ?? node.fields.get(name)
  if (expression) return expression(alias, compiler.scope)
  const column = node.columns.get(name)
  if (column) return inLanguage(node, column, alias, compiler)
  return isRawTwin(node, name) ? raw(`${alias}.${quote(name.slice(4))}`) : undefined
}

/** A column's value, in the language that is asked for as far as somebody has translated it. */
function inLanguage(node: EntityNode, column: Column, alias: string, compiler: Compiler): string {
  const own = onTheWire(column, `${alias}.${quote(column.name)}`)
  const { translated } = compiler.graph
  const { locale } = compiler.scope.context
  if (!translated || typeof locale !== 'string' || !node.translatable.has(column.name)) return own
  compiler.locale ??= compiler.scope.parameter(locale, 'text')
  return `coalesce(${translated(node.name, column.name, alias, compiler.locale)}, ${own})`
}

/** A column's value in the wire's form: moments in UTC with milliseconds, decimals without trailing zeros. */
export function onTheWire({ kind }: Pick<Column, 'kind'>, sql: string): string {
  if (kind === 'datetime') return `to_char(${sql} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
  return kind === 'bignumber' ? `trim_scale(${sql})` : sql
}

/** The exact form that stands beside an amount. */
export const raw = (sql: string) =>
  `case when ${sql} is not null then json_build_object('value', trim_scale(${sql})::text, 'precision', 20) end`
