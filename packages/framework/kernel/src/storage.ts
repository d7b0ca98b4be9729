import {
  Cascade,
  type EntityClass,
  type EntityMetadata,
  type EntityProperty,
  ReferenceKind,
} from '@mikro-orm/core'
import type { EntityManager } from '@mikro-orm/postgresql'
import { shapeOfRelations, shapeOfRows, toEntityData, toEntityFilter, toRow } from './convert.ts'
import type { Database } from './database.ts'
import { StoaError } from './errors.ts'

type Values = Record<string, unknown>
type AnyEntity = Record<string, any>

interface Options {
  relations?: readonly string[]
  order?: Values
  limit?: number
  offset?: number
  with_deleted?: boolean
}

const asList = <Item>(value: Item | readonly Item[]): readonly Item[] =>
  Array.isArray(value) ? value : [value as Item]

/** Plain storage of one entity: what the generated methods of a service do. */
export class Storage {
  readonly #database: Database
  readonly #entity: EntityClass<AnyEntity>
  readonly #meta: EntityMetadata

  constructor(database: Database, entity: EntityClass<AnyEntity>) {
    this.#database = database
    this.#entity = entity
    this.#meta = database.orm.getMetadata().get(entity) as EntityMetadata
  }

  /** The primary key's name: mostly `id`, but `code` for a currency. */
  get #key(): string {
    return this.#meta.primaryKeys[0] as string
  }

  async create(rows: Values | readonly Values[]): Promise<Values | Values[]> {
    return this.#write(async (em) => {
      const entities = asList(rows).map((row) =>
        em.create(this.#entity, toEntityData(this.#meta, row) as never),
      )
      await em.persist(entities).flush()
      return this.#give(rows, entities)
    })
  }

  async retrieve(id: string, options: Options = {}): Promise<Values> {
    const [row] = await this.list({ [this.#key]: [id] }, options)
    if (!row) throw this.#missing([id])
    return row
  }

  async list(filter: Values = {}, options: Options = {}): Promise<Values[]> {
    const entities = await this.#database.em.find(
      this.#entity,
      this.#where(filter),
      this.#findOptions(options),
    )
    const shape = shapeOfRelations(options.relations ?? [])
    return entities.map((entity) => toRow(this.#meta, entity, shape))
  }

  async listAndCount(filter: Values = {}, options: Options = {}): Promise<[Values[], number]> {
    const [entities, count] = await this.#database.em.findAndCount(
      this.#entity,
      this.#where(filter),
      this.#findOptions(options),
    )
    const shape = shapeOfRelations(options.relations ?? [])
    return [entities.map((entity) => toRow(this.#meta, entity, shape)), count]
  }

  async update(changes: Values | readonly Values[]): Promise<Values | Values[]> {
    return this.#write(async (em) => {
      const list = asList(changes)
      const found = await this.#find(
        em,
        list.map(({ id }) => id as string),
        changedCollections(this.#meta, list),
      )
      const entities = list.map(({ id, ...change }) => {
        const entity = found.get(id as string) as AnyEntity
        return em.assign(entity, toEntityData(this.#meta, change) as never)
      })
      await em.flush()
      return this.#give(changes, entities)
    })
  }

  async delete(ids: string | readonly string[]): Promise<void> {
    await this.#write((em) =>
      em.nativeDelete(this.#entity, { [this.#key]: [...asList(ids)] } as never, { filters: false }),
    )
  }

  async setDeleted(ids: string | readonly string[], deleted: boolean): Promise<void> {
    const at = deleted ? new Date() : null
    await this.#write(() => this.#mark(this.#meta, this.#key, asList(ids), at))
  }

  /**
   * Marks rows and, where the entity's definition says so, what belongs to them. Restoring brings back only what was
   * deleted at the same moment: a variant taken out earlier stays out when its product returns.
   */
  async #mark(
    meta: EntityMetadata,
    column: string,
    keys: readonly string[],
    at: Date | null,
    since?: string[],
  ) {
    if (keys.length === 0) return
    const table = `"${meta.schema}"."${meta.tableName}"`
    const key = `"${meta.primaryKeys[0]}"`
    const marked = await this.#database.query<{ id: string; was: string }>(
      `with old as (
         select ${key} as id, deleted_at::text as was from ${table}
         where "${column}" = any($2::text[]) and (deleted_at is null) = $3
           and ($4::text[] is null or deleted_at::text = any($4::text[])) order by ${key} for update
       )
       update ${table} t set deleted_at = $1, updated_at = now() from old where t.${key} = old.id returning old.id, old.was`,
      [at, keys, at !== null, since ?? null],
    )
    const ids = marked.map(({ id }) => id)
    const moments = at === null ? [...new Set(marked.map(({ was }) => was))] : undefined
    for (const property of meta.relations.filter(cascadesRemoval)) {
      const target = property.targetMeta as EntityMetadata
      const foreignKey = target.properties[property.mappedBy as string]?.fieldNames?.[0] as string
      await this.#mark(target, foreignKey, ids, at, moments)
    }
  }

  async #find(
    em: EntityManager,
    ids: readonly string[],
    populate: string[],
  ): Promise<Map<string, AnyEntity>> {
    const entities = await em.find(this.#entity, { [this.#key]: [...ids] } as never, {
      populate: populate as never,
    })
    const found = new Map(entities.map((entity) => [entity[this.#key] as string, entity]))
    const missing = ids.filter((id) => !found.has(id))
    if (missing.length > 0) throw this.#missing(missing)
    return found
  }

  #missing(ids: readonly string[]): StoaError {
    return new StoaError('not_found', `${this.#meta.className} with id: ${ids.join(', ')} was not found`)
  }

  /** A unit of work of its own, so that nothing another call left half-assigned is written along. */
  #write<Result>(work: (em: EntityManager) => Promise<Result>): Promise<Result> {
    return this.#database.transaction(() => work(this.#database.em))
  }

  #give(asked: Values | readonly Values[], entities: readonly AnyEntity[]): Values | Values[] {
    const shape = shapeOfRows(this.#meta, asList(asked))
    const rows = entities.map((entity) => toRow(this.#meta, entity, shape))
    return Array.isArray(asked) ? rows : (rows[0] as Values)
  }

  #where(filter: Values) {
    return toEntityFilter(this.#meta, filter) as never
  }

  #findOptions({ relations = [], order, limit, offset, with_deleted = false }: Options) {
    return {
      populate: relations as never,
      orderBy: (order ?? { created_at: 'asc', [this.#meta.primaryKeys[0] as string]: 'asc' }) as never,
      ...(limit === undefined ? {} : { limit }),
      ...(offset === undefined ? {} : { offset }),
      ...(with_deleted ? { filters: { living: false } } : {}),
    }
  }
}

/** What belongs to a row, such as a product's variants or a campaign's budget, goes and comes back with it. */
const cascadesRemoval = (property: EntityProperty) =>
  (property.kind === ReferenceKind.ONE_TO_MANY ||
    (property.kind === ReferenceKind.ONE_TO_ONE && !property.owner)) &&
  (property.cascade ?? []).includes(Cascade.REMOVE)

/** The lists that changes replace: they must be loaded, or the ORM could not tell what to take out. */
function changedCollections(meta: EntityMetadata, changes: readonly Values[]): string[] {
  const names = new Set(changes.flatMap((change) => Object.keys(change)))
  return meta.relations
    .filter(({ kind, name }) => names.has(name) && kind !== ReferenceKind.MANY_TO_ONE)
    .map(({ name }) => name)
}
