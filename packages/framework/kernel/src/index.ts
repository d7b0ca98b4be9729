export { BigNumber } from 'bignumber.js'
export { BigNumberType } from './big-number-type.ts'
export type { DatabaseOptions } from './connect.ts'
export { connectionOf } from './connection.ts'
export { Container } from './container.ts'
export { Database, type TransactionOptions } from './database.ts'
export { deleteInBatches } from './delete-in-batches.ts'
export { errorTypes, StoaError, type StoaErrorType } from './errors.ts'
export { type GraphExtension, GraphExtensions } from './graph-extension.ts'
export { createId } from './id.ts'
export { Listener } from './listener.ts'
export type { Log } from './log.ts'
export { type LogFields, logFields, withLogFields } from './log-fields.ts'
export {
  explainLostRace,
  isLostRace,
  type LostRace,
  type LostRaceListener,
  type LostRaceReason,
} from './lost-race.ts'
export { Migration, type ModuleMigration, sqlMigration } from './migration.ts'
export {
  type Class,
  defineModule,
  type Factory,
  type ModuleDefinition,
  type Provider,
  provide,
} from './module.ts'
export { type Plural, plural } from './plural.ts'
export { promptIndex } from './prompt-index.ts'
export { bigNumber, id, metadata, postalAddress, timestamps } from './properties.ts'
export { ProviderRegistry } from './provider-registry.ts'
export { createReadableToken } from './readable-token.ts'
export type { ListOptions, NewRow, Row, RowChange, RowFilter } from './row.ts'
export { type GeneratedMethods, moduleService, type ServiceBase } from './service.ts'
export { type Modules, type StartOptions, startModules } from './start-modules.ts'
export type { StatementEnd, StatementListener, StatementOptions } from './statements.ts'
export { type Write, writeTogether } from './write-together.ts'
