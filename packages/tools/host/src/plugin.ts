import type { ScheduledJob, Subscriber } from '@stoa/events'
import type { StoaServer } from '@stoa/http'
import type { GraphExtension, ModuleDefinition, ModuleMigration, Provider } from '@stoa/kernel'
import type { Workflow } from '@stoa/workflows'

/** Routes, as a Fastify plugin. */
export type Area = (app: StoaServer) => Promise<unknown>

/** Something a host is made of: modules and what joins them. All parts are optional. */
export interface Plugin {
  /** As the admin lists it. Default: it is not listed. */
  name?: string
  /** What the admin may count on where this is in the stack, such as `{ rbac: true }`. What comes later counts for more. */
  feature_flags?: Readonly<Record<string, boolean>>
  modules?: readonly ModuleDefinition<any>[]
  areas?: readonly Area[]
  /** Links, computed fields and relations. */
  graph?: readonly GraphExtension[]
  /** Migrations that belong to no module, such as those of links. */
  migrations?: readonly ModuleMigration[]
  /** Replaces what modules register under the same class. */
  providers?: readonly Provider<any>[]
  subscribers?: readonly Subscriber[]
  jobs?: readonly ScheduledJob[]
  /** Workflows that this host finishes where another left them. */
  workflows?: readonly Workflow<any, any>[]
}

/** All parts of a host. */
export interface Parts extends Required<Omit<Plugin, 'name'>> {
  /** The names of the plugins that have one. */
  names: readonly string[]
}

/** All that these are made of; what comes later replaces what comes earlier. */
export function combine(plugins: readonly Plugin[]): Parts {
  return {
    names: plugins.flatMap(({ name }) => name ?? []),
    feature_flags: Object.assign({}, ...plugins.map(({ feature_flags }) => feature_flags)),
    modules: plugins.flatMap(({ modules = [] }) => modules),
    areas: plugins.flatMap(({ areas = [] }) => areas),
    graph: plugins.flatMap(({ graph = [] }) => graph),
    migrations: plugins.flatMap(({ migrations = [] }) => migrations),
    providers: plugins.flatMap(({ providers = [] }) => providers),
    subscribers: plugins.flatMap(({ subscribers = [] }) => subscribers),
    jobs: plugins.flatMap(({ jobs = [] }) => jobs),
    workflows: plugins.flatMap(({ workflows = [] }) => workflows),
  }
}
