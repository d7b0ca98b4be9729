import { Migration } from '@mikro-orm/migrations'
import type { Database } from './database.ts'

export { Migration }

/** A change of a module's tables. Once released, neither its name nor its statements may change. */
export interface ModuleMigration {
  /** `<module>/<date>_<what it does>`, such as `product/20261123_initial`. Unique among all modules. */
  name: string
  /** A MikroORM migration. */
  migration: new (
    ...args: any[]
  ) => Migration
}

/**
 * A migration that runs SQL as it stands, which is how a module brings its tables.
 *
 * @param name see {@link ModuleMigration}
 * @param statements SQL, one or more statements each
 */
export function sqlMigration(name: string, ...statements: string[]): ModuleMigration {
  return {
    name,
    migration: class extends Migration {
      override up() {
        for (const statement of statements) this.addSql(statement)
      }
    },
  }
}

/** An arbitrary number all hosts agree on: whoever holds this lock migrates. */
const MIGRATION_LOCK = 7_863_001

/**
 * Applies what is missing. Hosts that start at the same time wait for each other, so each migration runs once.
 *
 * @returns the names of the migrations that this call applied
 */
export async function migrate(database: Database): Promise<string[]> {
  const connection = await database.pool.connect()
  try {
    // Waiting for another host takes as long as its migrations do.
    await connection.query('set statement_timeout = 0')
    await connection.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    await connection.query('create schema if not exists stoa_kernel')
    const applied = await database.orm.migrator.up()
    return applied.map(({ name }) => name)
  } finally {
    await connection.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK])
    await connection.query('reset statement_timeout')
    connection.release()
  }
}
