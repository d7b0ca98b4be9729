import { StoaError } from '@stoa/kernel'

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

const LONGEST = 512

/** @throws StoaError `invalid_data` for names that no index can hold */
export function checkNames({ key, transaction_id }: StartOptions): void {
  for (const [name, value] of Object.entries({ key, transaction_id })) {
    if (value === undefined || (value.length > 0 && value.length <= LONGEST)) continue
    throw new StoaError(
      'invalid_data',
      `The ${name} of an execution has 1 to ${LONGEST} characters; this has ${value.length}.`,
    )
  }
}
