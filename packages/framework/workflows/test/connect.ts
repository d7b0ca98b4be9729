import { type DatabaseOptions, type Provider, sqlMigration, startModules } from '@stoa/kernel'
import { workflowsModule } from '../src/index.ts'

const migrations = [sqlMigration('test/effect', 'create table public.effect (no serial, name text not null)')]

/** Workflows, and a table for effects. */
export const connect = (database: string | DatabaseOptions, providers: Provider<any>[] = []) =>
  startModules([workflowsModule], { database, migrations, providers })
