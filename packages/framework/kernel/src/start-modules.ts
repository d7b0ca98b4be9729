import { connect, type DatabaseOptions } from './connect.ts'
import { Container } from './container.ts'
import { Database, type TransactionOptions } from './database.ts'
import { StoaError } from './errors.ts'
import { type GraphExtension, GraphExtensions } from './graph-extension.ts'
import { type ModuleMigration, migrate } from './migration.ts'
import { type Class, type ModuleDefinition, type Provider, provide } from './module.ts'

/** What {@link startModules} takes beside the modules. */
export interface StartOptions {
  /** A connection URL, or more about the connection. */
  database: string | DatabaseOptions
  /** Registered after the modules' own, so that one under the same token replaces theirs. */
  providers?: Provider<any>[]
  /** Migrations that belong to no module, such as those of link tables. They run after the modules' own. */
  migrations?: ModuleMigration[]
  /** Graph extensions that belong to no module, such as links between modules. */
  graph?: readonly GraphExtension[]
}

/** Started modules. */
export interface Modules {
  readonly container: Container
  readonly database: Database
  /** A service or anything else registered. See {@link Container.resolve}. */
  resolve<Instance>(token: Class<Instance>): Instance
  /**
   * Brings all tables up to date, then lets every module make the rows it needs. Safe to call on every start and from
   * several hosts at once.
   *
   * @returns the names of the migrations applied
   */
  migrate(): Promise<string[]>
  /** See {@link Database.transaction}. */
  transaction<Result>(work: () => Promise<Result>, options?: TransactionOptions): Promise<Result>
  /** Closes all connections. */
  close(): Promise<void>
}

/**
 * Starts modules on one PostgreSQL database.
 *
 * @throws StoaError `invalid_data` if two modules have the same name
 * @example
 * const modules = await startModules([productModule], { database: 'postgres://localhost/shop' })
 * await modules.migrate()
 * const products = modules.resolve(ProductService)
 */
export async function startModules(
  definitions: ModuleDefinition<any>[],
  options: StartOptions,
): Promise<Modules> {
  refuseTwins(definitions)
  const container = new Container()
  const database = await connect(
    typeof options.database === 'string' ? { url: options.database } : options.database,
    definitions.flatMap(({ entities }) => entities),
    [...definitions.flatMap(({ migrations }) => migrations), ...(options.migrations ?? [])],
  )
  container.register(provide(Database, () => database))
  const extensions = [...definitions.flatMap(({ graph = [] }) => graph), ...(options.graph ?? [])]
  container.register(provide(GraphExtensions, () => new GraphExtensions(extensions)))
  for (const { service: Service, providers = [] } of definitions) {
    container.register(provide(Service, () => new Service(container)))
    for (const provider of providers) container.register(provider)
  }
  for (const provider of options.providers ?? []) container.register(provider)

  return {
    container,
    database,
    resolve: (token) => container.resolve(token),
    transaction: (work, transactionOptions) => database.transaction(work, transactionOptions),
    async migrate() {
      const applied = await migrate(database)
      for (const { prepare } of definitions) await prepare?.(container)
      return applied
    },
    close: () => database.orm.close(true),
  }
}

function refuseTwins(definitions: ModuleDefinition[]): void {
  const names = new Set<string>()
  for (const { name } of definitions) {
    if (names.has(name)) {
      throw new StoaError(
        'invalid_data',
        `Two modules are named ${name}. Leave one out, or replace its service instead.`,
      )
    }
    names.add(name)
  }
}
