import { StoaError } from '@stoa/kernel'

/** Characters that a name may have: an index holds it. */
const LONGEST = 512

/**
 * Checks a name before PostgreSQL would refuse it: where a step is recorded that would come again each time it is tried.
 *
 * @param what what it is the name of
 * @throws StoaError `invalid_data`
 */
export function checkName(what: string, name: string): void {
  if (name.length > 0 && name.length <= LONGEST && !name.includes('\0')) return
  throw new StoaError(
    'invalid_data',
    `The ${what} has 1 to ${LONGEST} characters, none of them NUL; ${JSON.stringify(name.slice(0, 60))} is not such a text.`,
  )
}
