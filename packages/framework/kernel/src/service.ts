import type { EntityClass } from '@mikro-orm/core'
import type { Container } from './container.ts'
import { Database } from './database.ts'
import type { Plural } from './plural.ts'
import { plural } from './plural.ts'
import type { ListOptions, NewRow, Row, RowChange, RowFilter } from './row.ts'
import { Storage } from './storage.ts'

type Entities = Record<string, EntityClass<any>>

type InstanceOf<Class> = Class extends EntityClass<infer Entity> ? Entity : never

/** The methods generated for one entity; `createProducts` and its like stand here as `create`. */
interface EntityMethods<Entity> {
  create: {
    (row: NewRow<Entity>): Promise<Row<Entity>>
    (rows: readonly NewRow<Entity>[]): Promise<Row<Entity>[]>
  }
  retrieve: (
    id: string,
    options?: Pick<ListOptions<Entity>, 'relations' | 'with_deleted'>,
  ) => Promise<Row<Entity>>
  list: (filter?: RowFilter<Entity>, options?: ListOptions<Entity>) => Promise<Row<Entity>[]>
  listAndCount: (
    filter?: RowFilter<Entity>,
    options?: ListOptions<Entity>,
  ) => Promise<[Row<Entity>[], number]>
  update: {
    (change: RowChange<Entity>): Promise<Row<Entity>>
    (changes: readonly RowChange<Entity>[]): Promise<Row<Entity>[]>
  }
  delete: (ids: string | readonly string[]) => Promise<void>
  softDelete: (ids: string | readonly string[]) => Promise<void>
  restore: (ids: string | readonly string[]) => Promise<void>
}

/** `createProducts`, `retrieveProduct`, `listProducts` … for every entity of a module. */
export type GeneratedMethods<Served extends Entities> = {
  [Name in keyof Served & string as `retrieve${Name}`]: EntityMethods<InstanceOf<Served[Name]>>['retrieve']
} & {
  [Name in keyof Served & string as `create${Plural<Name>}`]: EntityMethods<
    InstanceOf<Served[Name]>
  >['create']
} & {
  [Name in keyof Served & string as `list${Plural<Name>}`]: EntityMethods<InstanceOf<Served[Name]>>['list']
} & {
  [Name in keyof Served & string as `listAndCount${Plural<Name>}`]: EntityMethods<
    InstanceOf<Served[Name]>
  >['listAndCount']
} & {
  [Name in keyof Served & string as `update${Plural<Name>}`]: EntityMethods<
    InstanceOf<Served[Name]>
  >['update']
} & {
  [Name in keyof Served & string as `delete${Plural<Name>}`]: EntityMethods<
    InstanceOf<Served[Name]>
  >['delete']
} & {
  [Name in keyof Served & string as `softDelete${Plural<Name>}`]: EntityMethods<
    InstanceOf<Served[Name]>
  >['softDelete']
} & {
  [Name in keyof Served & string as `restore${Plural<Name>}`]: EntityMethods<
    InstanceOf<Served[Name]>
  >['restore']
}

/** What every generated service stands on. */
export interface ServiceBase {
  readonly container: Container
  readonly database: Database
}

/**
 * Makes the class a module's service extends: storage for each of the entities, under names made from theirs. All methods
 * take and give plain objects; those that write run in a transaction and join one that is open.
 *
 * @param entities the module's entities by the names the methods carry
 * @example
 * export class BrandService extends moduleService({ Brand }) {}
 * // createBrands, retrieveBrand, listBrands, listAndCountBrands, updateBrands, deleteBrands, softDeleteBrands, restoreBrands
 */
export function moduleService<const Served extends Entities>(
  entities: Served,
): new (
  container: Container,
) => ServiceBase & GeneratedMethods<Served> {
  class Service implements ServiceBase {
    readonly container: Container
    readonly database: Database

    constructor(container: Container) {
      this.container = container
      this.database = container.resolve(Database)
    }
  }
  for (const [name, entity] of Object.entries(entities)) addMethods(Service.prototype, name, entity)
  return Service as unknown as new (
    container: Container,
  ) => ServiceBase & GeneratedMethods<Served>
}

function addMethods(prototype: object, name: string, entity: EntityClass<any>): void {
  const many = plural(name)
  const storages = new WeakMap<Database, Storage>()
  const storageOf = (service: ServiceBase) => {
    let storage = storages.get(service.database)
    if (!storage) {
      storage = new Storage(service.database, entity)
      storages.set(service.database, storage)
    }
    return storage
  }
  const methods: Record<string, (this: ServiceBase, ...args: any[]) => unknown> = {
    [`create${many}`](rows) {
      return storageOf(this).create(rows)
    },
    [`retrieve${name}`](id, options) {
      return storageOf(this).retrieve(id, options)
    },
    [`list${many}`](filter, options) {
      return storageOf(this).list(filter, options)
    },
    [`listAndCount${many}`](filter, options) {
      return storageOf(this).listAndCount(filter, options)
    },
    [`update${many}`](changes) {
      return storageOf(this).update(changes)
    },
    [`delete${many}`](ids) {
      return storageOf(this).delete(ids)
    },
    [`softDelete${many}`](ids) {
      return storageOf(this).setDeleted(ids, true)
    },
    [`restore${many}`](ids) {
      return storageOf(this).setDeleted(ids, false)
    },
  }
  for (const [key, method] of Object.entries(methods)) {
    Object.defineProperty(prototype, key, { value: method, writable: true, configurable: true })
  }
}
