import { Events } from '@stoa/events'
import { fieldsQuery, filtersOf, listQuery, type StoaServer, sendJson } from '@stoa/http'
import type { FieldRules, Filters } from '@stoa/query'
import type { FastifyContextConfig, FastifyRequest } from 'fastify'
import { type Static, type TObject, type TProperties, type TSchema, Type } from 'typebox'
import { checkFields, type Reading, readOne, sendList, sendOne } from './answer.ts'
import { transaction } from './writing.ts'

/** A kind of thing the API keeps, and where. */
export interface ResourceDefinition {
  /** Where the list is: `/admin/product-tags`. One of them is at `<path>/:id`. */
  path: string
  /** In snake case: `product_tag`. */
  entity: string
  /** One of them in an answer. Default: the entity. */
  key?: string
  /** A list of them in an answer. Default: the key with an `s`. */
  list_key?: string
  /** What a deletion's answer calls it. Default: the key. */
  object?: string
  /** What the client may and does select. */
  fields: FieldRules
  /** The same for each of a list. Default: `fields`. */
  list_fields?: FieldRules
  /** The query of routes that answer with one of them. Default: `{ fields? }`. */
  querystring?: TObject
  /** For whom the routes are. Default: what the area of the path says. */
  config?: FastifyContextConfig
  /** Conditions no client can lift, what computed fields need to know, other fields, for one request. Default: none. */
  scope?: (request: FastifyRequest) => Partial<Pick<Reading, 'filters' | 'context' | 'fields'>>
  /** Events tell of every change, under this name: `product-tag` emits `product-tag.created`. Default: none do. */
  event?: string
}

interface ListOptions<Filterable extends TProperties> {
  default_limit: number
  /** What `order` is when it is not given, such as `-created_at`. Default: by id, which is by age. */
  default_order?: string
  filters: Filterable
  /** Query parameters that are no conditions on columns; see `where`. */
  more?: TProperties
  /** `false` for lists that take no `$and` and `$or`. */
  logical?: boolean
  /** The graph's conditions for the wire's. Default: they are the same. */
  where?: (conditions: Filters, query: Record<string, unknown>) => Filters
}

type Write<Body, Result> = (body: Body, request: FastifyRequest, id: string) => Promise<Result>

const params = Type.Object({ id: Type.String() })

/**
 * Routes of one resource. Each write runs in one transaction with its events, and what the answer shows is read in it
 * too: where the answer is an error, nothing was written.
 *
 * @example
 * const tags = resource(app, { path: '/admin/product-tags', entity: 'product_tag', fields, event: 'product-tag' })
 * tags.list({ default_limit: 20, filters: { q: Type.String() } })
 * tags.create(newTag, async (body, { container }) => container.resolve(ProductService).createProductTags(body))
 */
export function resource(app: StoaServer, definition: ResourceDefinition): Resource {
  return new Resource(app, definition)
}

export class Resource {
  readonly #app: StoaServer
  readonly #definition: Required<Omit<ResourceDefinition, 'event'>> & { event: string | undefined }

  /** @internal made by {@link resource} */
  constructor(app: StoaServer, definition: ResourceDefinition) {
    const { entity, key = entity, event } = definition
    const scope = () => ({})
    const defaults = { list_key: `${key}s`, object: key, list_fields: definition.fields, config: {}, scope }
    this.#app = app
    this.#definition = { ...defaults, querystring: fieldsQuery(), ...definition, key, event }
    const { path, list_fields } = this.#definition
    if (path.startsWith('/admin/') && !path.includes(':') && !app.listed.has(entity)) {
      app.listed.set(entity, { path, defaults: list_fields.defaults })
    }
  }

  /** `GET <path>` */
  list<Filterable extends TProperties>(options: ListOptions<Filterable>): void {
    const { default_limit, default_order, filters, more = {}, logical = true } = options
    const { where = (same) => same } = options
    const { path, entity, list_key, list_fields, config, scope } = this.#definition
    const querystring = Type.Object({ ...listQuery({ default_limit, filters, logical }).properties, ...more })
    this.#app.get(path, { schema: { querystring }, config }, (request, reply) => {
      const query = request.query as Record<string, unknown>
      query.order ??= default_order
      const asked = where(filtersOf(query, Object.keys(filters) as never[]), query)
      const { filters: must, ...scoped } = scope(request)
      return sendList(request, reply, {
        entity,
        key: list_key,
        fields: list_fields,
        filters: must ? { $and: [must, asked] } : asked,
        ...scoped,
      })
    })
  }

  /** `GET <path>/:id` */
  retrieve(): void {
    const { path, config, querystring } = this.#definition
    const schema = { params, querystring }
    this.#app.get(`${path}/:id`, { schema, config }, (request, reply) =>
      sendOne(request, reply, this.#reading(request, request.params.id)),
    )
  }

  /**
   * `POST <path>`
   *
   * @param write gives the new row, of which the answer needs the id
   */
  create<Body extends TSchema>(body: Body, write: Write<Static<Body>, { id: string }>): void {
    const { path, entity, fields, config, querystring } = this.#definition
    const schema = { body: body as TSchema, querystring }
    this.#app.post(path, { schema, config }, async (request, reply) => {
      checkFields(request, fields, entity)
      const text = await transaction(request, async () => {
        const { id } = await write(request.body as Static<Body>, request, '')
        await this.emit(request, 'created', [id])
        return readOne(request, this.#reading(request, id))
      })
      return sendJson(reply, text)
    })
  }

  /** `POST <path>/:id` */
  update<Body extends TSchema>(body: Body, write: Write<Static<Body>, unknown>): void {
    this.action('', body, async (given, request, id) => {
      await write(given, request, id)
      await this.emit(request, 'updated', [id])
    })
  }

  /** `POST <path>/:id<suffix>`, answered with what it was done to. Events are its own concern. */
  action<Body extends TSchema>(suffix: string, body: Body, write: Write<Static<Body>, unknown>): void {
    const { path, entity, fields, config, querystring } = this.#definition
    const schema = { params, body: body as TSchema, querystring }
    this.#app.post(`${path}/:id${suffix}`, { schema, config }, async (request, reply) => {
      checkFields(request, fields, entity)
      const { id } = request.params
      const text = await transaction(request, async () => {
        await write(request.body as Static<Body>, request, id)
        return readOne(request, this.#reading(request, id))
      })
      return sendJson(reply, text)
    })
  }

  /**
   * `DELETE <path>/:id`
   *
   * @param options.querystring what may be asked in the query. Default: nothing
   */
  delete(
    write: (id: string, request: FastifyRequest) => Promise<unknown>,
    { querystring }: { querystring?: TObject } = {},
  ): void {
    const { path, object, config } = this.#definition
    const schema = { params, ...(querystring ? { querystring } : {}) }
    this.#app.delete(`${path}/:id`, { schema, config }, async (request) => {
      const { id } = request.params
      await transaction(request, async () => {
        await write(id, request)
        await this.emit(request, 'deleted', [id])
      })
      return { id, object, deleted: true }
    })
  }

  /** Tells of a change of some of these things, for routes that change several. */
  async emit(request: FastifyRequest, what: string, ids: readonly string[]): Promise<void> {
    const { event } = this.#definition
    if (event === undefined || ids.length === 0) return
    await request.container.resolve(Events).emit(
      `${event}.${what}`,
      ids.map((id) => ({ id })),
    )
  }

  #reading(request: FastifyRequest, id: string): Reading & { key: string; id: string } {
    const { entity, key, fields, scope } = this.#definition
    return { entity, key, id, fields, ...scope(request) }
  }
}
