import { randomUUID } from 'node:crypto'
import type { EntityClass } from '@mikro-orm/core'
import { Migrator } from '@mikro-orm/migrations'
import { MikroORM } from '@mikro-orm/postgresql'
import type { Pool } from 'pg'
import { Database } from './database.ts'
import { releaseLostConnections } from './lost-connections.ts'
import type { ModuleMigration } from './migration.ts'
import { type StatementListener, watchStatements } from './statements.ts'

/** How to reach PostgreSQL. */
export interface DatabaseOptions {
  /** `postgres://user:password@host:port/database` */
  url: string
  /** Connections held at most. Default: 10. */
  max_connections?: number
  /** Milliseconds after which PostgreSQL gives up a statement. Default: 30,000; 0 for never. */
  statement_timeout?: number
  /**
   * Milliseconds after which PostgreSQL ends a transaction in which nothing happens, such as that of a host that hangs or was
   * cut off: until then its locks keep others waiting. Default: 60,000; 0 for never.
   */
  idle_in_transaction_session_timeout?: number
}

/** Opens the database for these entities. A `contextName` of its own keeps it apart from an ORM the app may run itself. */
export async function connect(
  options: DatabaseOptions,
  entities: EntityClass<any>[],
  migrations: ModuleMigration[],
): Promise<Database> {
  const listeners = new Set<StatementListener>()
  let pool: Pool | undefined
  const orm = await MikroORM.init({
    entities,
    clientUrl: options.url,
    contextName: `stoa-${randomUUID()}`,
    allowGlobalContext: false,
    autoJoinRefsForFilters: false,
    discovery: { warnWhenNoEntities: false },
    extensions: [Migrator],
    filters: {
      living: {
        cond: { deleted_at: null },
        entity: entities.map((entity) => entity.name),
        default: true,
      },
    },
    migrations: {
      tableName: 'stoa_kernel.migration',
      migrationsList: migrations.map(({ name, migration }) => ({ name, class: migration })),
      snapshot: false,
      silent: true,
    },
    pool: { min: 0, max: options.max_connections ?? 10 },
    driverOptions: {
      statement_timeout: options.statement_timeout ?? 30_000,
      idle_in_transaction_session_timeout: options.idle_in_transaction_session_timeout ?? 60_000,
      // Just-in-time compilation costs more than it saves on statements as short as ours. A prepared statement is planned
      // once on each connection, not five times with its values first: planning a page costs as much as reading it.
      options: '-c jit=off -c plan_cache_mode=force_generic_plan',
      onPoolCreated(created: Pool) {
        pool = created
        releaseLostConnections(created)
        watchStatements(created, listeners)
      },
    },
  })
  await orm.connect()
  return new Database(orm as MikroORM, pool as unknown as Pool, listeners)
}
