import type { EntityClass } from '@mikro-orm/core'
import type { Container } from './container.ts'
import type { GraphExtension } from './graph-extension.ts'
import type { ModuleMigration } from './migration.ts'

/** A class, as a token and as what is made from it. */
export type Class<Instance> = abstract new (...args: any[]) => Instance

/** What a registration needs to be made: the container gives it everything else that is registered. */
export type Factory<Instance> = (container: Container) => Instance

/** One thing a module or plugin offers under a token. */
export interface Provider<Instance = unknown> {
  token: Class<Instance>
  factory: Factory<Instance>
}

/** One commerce concern: its tables and its service. */
export interface ModuleDefinition<Service = unknown> {
  /** Lower case with underscores; the module's tables live in the schema `stoa_<name>`. */
  name: string
  entities: EntityClass<any>[]
  /** In the order in which they apply. */
  migrations: ModuleMigration[]
  /** The service's class, which is also the token it is resolved by. */
  service: new (
    container: Container,
  ) => Service
  /** Relations, computed fields and the like that queries may use. */
  graph?: readonly GraphExtension[]
  /** Other things the module offers, such as the default of a strategy. */
  providers?: Provider<any>[]
  /** Runs once the modules are started and migrated, for rows that must always exist. Must be safe to repeat. */
  prepare?: (container: Container) => Promise<void>
}

/**
 * Declares a module.
 *
 * @example
 * export const brandModule = defineModule({
 *   name: 'brand',
 *   entities: [Brand],
 *   migrations: [initial],
 *   service: BrandService,
 * })
 */
export function defineModule<Service>(definition: ModuleDefinition<Service>): ModuleDefinition<Service> {
  return definition
}

/** Registers something under a class. */
export function provide<Instance>(token: Class<Instance>, factory: Factory<Instance>): Provider<Instance> {
  return { token, factory }
}
