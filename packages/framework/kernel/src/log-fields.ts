import { AsyncLocalStorage } from 'node:async_hooks'

/** What tells the lines of a log that belong together, such as `{ event_id }`. */
export type LogFields = Readonly<Record<string, unknown>>

const fields = new AsyncLocalStorage<LogFields>()

/**
 * Runs something of which every line of the log, however deep in it and however asynchronous, is to carry these fields
 * beside those that are there already.
 *
 * @example
 * await withLogFields({ import_id }, () => runImport(import_id))
 */
export function withLogFields<Result>(more: LogFields, work: () => Result): Result {
  return fields.run({ ...fields.getStore(), ...more }, work)
}

/** What lines of the log are to carry here. */
export function logFields(): LogFields {
  return fields.getStore() ?? {}
}
