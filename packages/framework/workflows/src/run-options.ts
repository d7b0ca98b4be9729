import { checkName } from './names.ts'

/** How an execution is told from others. */
export interface StartOptions {
  /**
   * At most one execution of the workflow runs for a key at a time; a second caller gets the first one's. At most 512
   * characters.
   */
  key?: string
  /** A name of the caller's own to find the execution by, of at most 512 characters. */
  transaction_id?: string
}

/** How one run is told from others. */
export interface RunOptions extends StartOptions {
  /** Seconds to wait for an execution that runs elsewhere, or rests. Default: 60. */
  wait?: number
  /** Inside another workflow: set before the names of the steps, where the same workflow runs more than once. Default: its name. */
  name?: string
}

/** @throws StoaError `invalid_data` for names that no index can hold */
export function checkNames({ key, transaction_id }: StartOptions): void {
  if (key !== undefined) checkName('key of an execution', key)
  if (transaction_id !== undefined) checkName('transaction_id of an execution', transaction_id)
}
