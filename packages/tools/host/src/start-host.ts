import { AuthOptions } from '@stoa/auth'
import { Events, type Log } from '@stoa/events'
import { FileProviders } from '@stoa/file'
import { createServer, type StoaServer } from '@stoa/http'
import { addIdempotency, IdempotencyKeys } from '@stoa/idempotency'
import { type Modules, provide, startModules } from '@stoa/kernel'
import { Installed } from '@stoa/operations'
import { Workflows } from '@stoa/workflows'
import { createFirstAdmin } from './admin.ts'
import { Closing } from './closing.ts'
import { createDefaults } from './defaults.ts'
import { eventTransport } from './event-transport.ts'
import { localFiles } from './local-files.ts'
import { notificationProviders } from './notification-providers.ts'
import { openDatabase } from './open-database.ts'
import type { HostOptions } from './options.ts'
import { paymentProviders } from './payment-providers.ts'
import { combine, type Parts } from './plugin.ts'
import { loadProject } from './project.ts'
import { stack } from './stack.ts'
import { keepStatistics } from './statistics.ts'
import { addTelemetry } from './telemetry.ts'
import { refuseWeakSecrets } from './weak-secret.ts'
import { workflowSignals } from './workflow-signals.ts'

/** A shop that is up: migrated, with its routes in place, but not listening yet. */
export interface Host {
  /** `app.listen({ port: 9000 })` makes it reachable; tests use `app.inject(…)`. */
  app: StoaServer
  modules: Modules
  /** Whether the first user of the admin was created by this start. */
  admin_created: boolean
  /** Answers the requests under way, then closes everything this host opened. May be called more than once. */
  stop(): Promise<void>
}

/**
 * Starts all modules and areas on one database: migrates it, gives a new shop its first rows, and begins to deliver
 * events. Safe for several hosts at once.
 *
 * @throws StoaError `invalid_data` for secrets that are missing or, in production, would be guessed
 * @throws whatever a part throws that cannot start, after what was opened is closed again
 * @example
 * const host = await startHost({ database: process.env.DATABASE_URL, jwt_secret, cookie_secret })
 * await host.app.listen({ port: 9000 })
 */
export async function startHost(options: HostOptions): Promise<Host> {
  const { jwt_secret, cookie_secret } = options
  refuseWeakSecrets({ jwt_secret, cookie_secret }, process.env.NODE_ENV === 'production')
  const closing = new Closing()
  let logger: StoaServer['log'] | undefined
  try {
    const parts = await partsOf(options)
    const database = await openDatabase(options)
    closing.add(database.close)
    const modules = await startModules([...parts.modules], {
      database: database.url,
      graph: parts.graph,
      migrations: [...parts.migrations],
      providers: [
        provide(AuthOptions, () => new AuthOptions({ jwt_secret: options.jwt_secret })),
        provide(Installed, () => new Installed({ ...parts, plugins: parts.names })),
        provide(FileProviders, () => new FileProviders([localFiles(options)])),
        ...(await eventTransport(options)),
        ...(await paymentProviders(options)),
        ...notificationProviders((message, fields) => logger?.info(fields, message)),
        ...parts.providers,
      ],
    })
    closing.add(() => modules.close())
    await modules.migrate()
    await createDefaults(modules.container)
    const admin_created =
      options.admin !== undefined && (await createFirstAdmin(modules.container, options.admin))
    const app = await serve(modules, parts, options, closing)
    logger = app.log
    await app.ready()
    await startBackground(modules, parts, options, app.log, closing)
    // Added last, so closed first: a request under way may still emit events and run workflows.
    closing.add(() => app.close())
    return { app, modules, admin_created, stop: () => closing.close() }
  } catch (error) {
    await closing.close()
    throw error
  }
}

async function partsOf({ config = {}, project }: HostOptions): Promise<Parts> {
  const own = project === undefined ? [] : [await loadProject(project)]
  return combine([stack, ...(config.plugins ?? []), config, ...own])
}

async function serve(
  modules: Modules,
  parts: Parts,
  options: HostOptions,
  closing: Closing,
): Promise<StoaServer> {
  const { cors, logger, trust_proxy, session_cookie, config = {} } = options
  const app = await createServer({
    container: modules.container,
    cookie_secret: options.cookie_secret,
    readiness: {
      database: () => modules.database.query('select 1'),
      // Without its broker a shop goes on selling: events wait in the database.
      events: { probe: () => modules.resolve(Events).problem === undefined, optional: true },
    },
    ...(cors ? { cors } : {}),
    ...(logger ? { logger } : {}),
    ...(trust_proxy === undefined ? {} : { trust_proxy }),
    ...config.server,
    session_cookie: { ...session_cookie, ...config.server?.session_cookie },
  })
  await addTelemetry(app, modules, options, closing)
  modules.database.onLostRace(({ error, ...race }) => {
    app.log.warn({ ...race, err: error }, 'A transaction lost a race against another')
  })
  if (modules.container.has(IdempotencyKeys)) addIdempotency(app)
  for (const area of parts.areas) await app.register(area as never)
  return app
}

async function startBackground(
  modules: Modules,
  { subscribers, jobs, workflows }: Parts,
  { background = true }: HostOptions,
  logger: StoaServer['log'],
  closing: Closing,
): Promise<void> {
  const runner = modules.resolve(Workflows)
  for (const workflow of workflows) runner.register(workflow)
  if (!background) return
  const events = modules.resolve(Events)
  for (const subscriber of subscribers) events.subscribe(subscriber)
  if (runner.events.length > 0) events.subscribe(workflowSignals(runner.events))
  for (const job of jobs) events.schedule(job)
  const log: Log = (message, { error, ...fields }) => logger.error({ ...fields, err: error }, message)
  closing.add(keepStatistics(modules.database, log))
  closing.add(() => events.stop())
  await events.start({ log })
  closing.add(() => runner.stop())
  await runner.start({ log })
}
