import { type Container, Database, GraphExtensions, StoaError } from '@stoa/kernel'
import { buildGraph } from './build-graph.ts'
import {
  compileCount,
  compileList,
  compileOne,
  compileTogether,
  type Read,
  type Statement,
} from './compile.ts'
import { finish, finishText, type Plan, plan } from './computes.ts'
import type { ResultRow } from './define-compute.ts'
import type { Facet, FacetResult } from './facets.ts'
import type { Filters } from './filter.ts'
import type { Graph } from './graph.ts'
import type { OrderBy } from './order.ts'
import { select } from './selection.ts'

/** Routes come with the same fields again and again; what clients vary must not fill the memory. */
const MOST_PLANS = 500

/** What to read of an entity. */
export interface QueryOptions {
  /** Field paths; see {@link resolveFields} for what a client may ask. Default: `['*']`, all columns. */
  fields?: readonly string[]
  /** Conditions on columns and, nested, on relations: `{ status: 'published', tags: { value: ['new'] } }`. */
  filters?: Filters
  /** Default: by id, which is by age. */
  order?: readonly OrderBy[]
  /** Rows at most. Default: all. */
  limit?: number
  /** Rows to skip. Default: 0. */
  offset?: number
  /** Also rows that are marked as deleted, at every level. Default: false. */
  with_deleted?: boolean
  /** Whether filters may use `$re`. Default: false. */
  allow_regex?: boolean
  /** What computed fields may need to know, such as the currency of prices. */
  context?: Readonly<Record<string, unknown>>
}

/** A page of a list on the wire. */
export interface PageOptions extends QueryOptions {
  /** The name of the list in the answer: `products`. */
  key: string
  limit: number
}

/** A page of one entity among others. */
export interface PageOf extends Omit<QueryOptions, 'context'> {
  entity: string
  limit: number
}

/** A page of what was searched for. */
export interface SearchOptions extends QueryOptions {
  limit: number
  /** Whether to count all rows that fit. Default: false. */
  counted?: boolean
  facets?: readonly Facet[]
}

/**
 * Reads the graph of all started modules, one statement a call. The methods that end in `Text` give finished JSON, to be
 * sent on as it is.
 */
export class Query {
  readonly graph: Graph
  readonly #database: Database
  readonly #plans = new Map<string, Plan>()

  constructor(container: Container) {
    this.#database = container.resolve(Database)
    this.graph = buildGraph(this.#database, container.resolve(GraphExtensions).list)
  }

  /**
   * Rows as objects.
   *
   * @throws StoaError `invalid_data` for a field, filter or order the entity does not have
   */
  async list<Row extends ResultRow = ResultRow>(entity: string, options: QueryOptions = {}): Promise<Row[]> {
    const { planned, read } = this.#read(entity, options)
    const rows = JSON.parse((await this.#page(compileList(this.graph, read))).body) as Row[]
    for (const row of rows) finish(row, planned, read.context)
    return rows
  }

  /** A page in the wire's envelope: the list under `key`, then `count`, `offset` and `limit`. */
  async listText(entity: string, options: PageOptions): Promise<string> {
    return (await this.listPieces(entity, options)).join('')
  }

  /** What {@link listText} gives, in pieces: a long list is not copied to stand in its envelope. */
  async listPieces(entity: string, options: PageOptions): Promise<string[]> {
    const { planned, read } = this.#read(entity, options)
    const { body, count } = await this.#page(compileList(this.graph, { ...read, counted: true }))
    const rows = planned.steps.length === 0 ? body : finishAll(body, planned, read)
    const { key, offset = 0, limit } = options
    return [`{${JSON.stringify(key)}:`, rows, `,"count":${count},"offset":${offset},"limit":${limit}}`]
  }

  /**
   * A page of rows with what is known of all that fit, still in one statement.
   *
   * @returns facets in the order they were asked for
   * @throws StoaError `invalid_data` as {@link list}, and for a facet the entity does not have
   * @example
   * await query.search('product', { limit: 20, facets: [{ kind: 'values', field: 'tags.value', limit: 10 }] })
   */
  async search<Row extends ResultRow = ResultRow>(
    entity: string,
    { counted = false, facets = [], ...options }: SearchOptions,
  ): Promise<{ rows: Row[]; count: number | null; facets: FacetResult[] }> {
    const { planned, read } = this.#read(entity, options)
    const page = await this.#page(compileList(this.graph, { ...read, counted, facets }))
    const rows = JSON.parse(page.body) as Row[]
    for (const row of rows) finish(row, planned, read.context)
    return { rows, count: counted ? page.count : null, facets: JSON.parse(page.facets) as FacetResult[] }
  }

  /**
   * Pages of several entities, with how many rows of each fit, still in one statement.
   *
   * @param context what computed fields of all of them may need to know
   * @returns pages in the order in which they were asked for
   * @throws StoaError `invalid_data` as {@link list}
   * @example
   * await query.together([{ entity: 'product', filters: { q }, limit: 5 }, { entity: 'order', filters: { q }, limit: 5 }])
   */
  async together(
    pages: readonly PageOf[],
    context: Readonly<Record<string, unknown>> = {},
  ): Promise<{ rows: ResultRow[]; count: number }[]> {
    const reads = pages.map(({ entity, ...options }) => this.#read(entity, { ...options, context }))
    const statement = compileTogether(
      this.graph,
      reads.map(({ read }) => read),
      context,
    )
    const answers = JSON.parse((await this.#page(statement)).body) as { body: ResultRow[]; count: number }[]
    return answers.map(({ body, count }, at) => {
      for (const row of body) finish(row, (reads[at] as (typeof reads)[0]).planned, context)
      return { rows: body, count }
    })
  }

  /**
   * All rows that fit, read page by page in the order of their keys: for what is too much to hold at once. A page shows what
   * is committed when it is read.
   *
   * @param options.page rows that are read at once. Default: 200
   * @example
   * for await (const product of query.stream('product', { fields: ['title'] })) …
   */
  async *stream<Row extends ResultRow = ResultRow>(
    entity: string,
    {
      page = 200,
      filters = {},
      ...options
    }: Omit<QueryOptions, 'order' | 'limit' | 'offset'> & { page?: number } = {},
  ): AsyncGenerator<Row> {
    const { primaryKey } = this.graph.node(entity)
    for (let last: unknown; ; ) {
      const after = last === undefined ? {} : { [primaryKey]: { $gt: last } }
      const rows = await this.list<Row>(entity, {
        ...options,
        filters: { $and: [filters, after] },
        limit: page,
      })
      yield* rows
      if (rows.length < page) return
      last = rows.at(-1)?.[primaryKey]
    }
  }

  /** The first row that fits, or undefined. */
  async first<Row extends ResultRow = ResultRow>(
    entity: string,
    options: QueryOptions,
  ): Promise<Row | undefined> {
    const { planned, read } = this.#read(entity, options)
    const body = await this.#firstBody(compileOne(this.graph, read))
    if (body === undefined) return undefined
    const row = JSON.parse(body) as Row
    finish(row, planned, read.context)
    return row
  }

  /** The first row that fits as JSON, or undefined. */
  async firstText(entity: string, options: QueryOptions): Promise<string | undefined> {
    const { planned, read } = this.#read(entity, options)
    const body = await this.#firstBody(compileOne(this.graph, read))
    if (body === undefined || planned.steps.length === 0) return body
    const row = JSON.parse(body) as ResultRow
    finishText([row], planned, read.context)
    return JSON.stringify(row)
  }

  /**
   * The row with this id as JSON.
   *
   * @param options.filters further conditions; where they do not hold, there is no such row for this asker
   * @throws StoaError `not_found`
   */
  async retrieveText(entity: string, id: string, options: QueryOptions = {}): Promise<string> {
    const body = await this.firstText(entity, {
      ...options,
      filters: this.#withId(entity, options.filters, id),
    })
    if (body === undefined) throw notFound(entity, id)
    return body
  }

  /** The row with this id. See {@link retrieveText}. */
  async retrieve<Row extends ResultRow = ResultRow>(
    entity: string,
    id: string,
    options: QueryOptions = {},
  ): Promise<Row> {
    const filters = this.#withId(entity, options.filters, id)
    const row = await this.first<Row>(entity, { ...options, filters })
    if (row === undefined) throw notFound(entity, id)
    return row
  }

  /**
   * Fails as a read of these fields would, without reading.
   *
   * @throws StoaError `invalid_data` for a field the entity does not have
   */
  assertFields(entity: string, fields: readonly string[]): void {
    this.#plan(entity, fields)
  }

  /** How many rows fit. */
  async count(entity: string, options: Omit<QueryOptions, 'fields'> = {}): Promise<number> {
    const { text, values } = compileCount(this.graph, this.#read(entity, { ...options, fields: [] }).read)
    const [row] = await this.#database.query<{ count: number }>(text, values)
    return row?.count ?? 0
  }

  /** Both hold: a filter that already names ids must not be widened. */
  #withId(entity: string, filters: Filters | undefined, id: string): Filters {
    const own = { [this.graph.node(entity).primaryKey]: id }
    return filters && Object.keys(filters).length > 0 ? { $and: [own, filters] } : own
  }

  #read(entity: string, options: QueryOptions): { planned: Plan; read: Read } {
    const { fields = ['*'], filters = {}, order = [], limit, offset, with_deleted = false } = options
    for (const [name, value] of Object.entries({ limit, offset })) {
      if (value !== undefined && (!Number.isSafeInteger(value) || value < 0)) {
        throw new StoaError('invalid_data', `${name} must be a whole number from 0; ${value} is not.`)
      }
    }
    const planned = this.#plan(entity, fields)
    const context = options.context ?? {}
    const allow_regex = options.allow_regex ?? false
    return {
      planned,
      read: {
        entity,
        selection: planned.fetch,
        filters,
        order,
        limit,
        offset,
        with_deleted,
        allow_regex,
        context,
      },
    }
  }

  #plan(entity: string, fields: readonly string[]): Plan {
    const key = [entity, ...fields].join('\n')
    const known = this.#plans.get(key)
    if (known) return known
    const fresh = plan(this.graph, entity, select(this.graph, entity, fields))
    if (this.#plans.size >= MOST_PLANS) this.#plans.clear()
    this.#plans.set(key, fresh)
    return fresh
  }

  async #firstBody(statement: Statement): Promise<string | undefined> {
    return (await this.#send(statement))[0]?.body
  }

  async #page(statement: Statement): Promise<Page> {
    return (await this.#send(statement))[0] as Page
  }

  #send({ text, values }: Statement): Promise<Page[]> {
    return this.#database.query<Page>(text, values, { json: 'text', prepare: true })
  }
}

interface Page {
  body: string
  count: number
  facets: string
}

function finishAll(body: string, planned: Plan, { context }: Read): string {
  const rows = JSON.parse(body) as ResultRow[]
  finishText(rows, planned, context)
  return JSON.stringify(rows)
}

const notFound = (entity: string, id: string) => {
  const words = entity.split('_').map((word) => word.charAt(0).toUpperCase() + word.slice(1))
  return new StoaError('not_found', `${words.join('')} with id: ${id} was not found`)
}
