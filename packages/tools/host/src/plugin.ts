import type { ScheduledJob, Subscriber } from '@stoa/events'
import type { StoaServer } from '@stoa/http'
import type { GraphExtension, ModuleDefinition, ModuleMigration, Provider } from '@stoa/kernel'
import type { Workflow } from '@stoa/workflows'

/** Routes, as a Fastify plugin. */
export type Area = (app: StoaServer) => Promise<unknown>

/** Something a host is made of: modules and what joins them. All parts are optional. */
export interface Plugin {
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

/** One plugin that is all of these; what comes later replaces what comes earlier. */
export function combine(plugins: readonly Plugin[]): Required<Plugin> {
  return {
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
