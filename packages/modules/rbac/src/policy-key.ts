import { StoaError } from '@stoa/kernel'

/** What a policy allows. */
export interface Allowance {
  /** In singular snake case, such as `product_category`; `*` for all. */
  resource: string
  /** Such as `read`; `*` for all. */
  operation: string
}

const WORD = /^(\*|[\w-]+)$/

/**
 * The key of a policy: `resource:operation`.
 *
 * @param given what it is said to be, if anything
 * @throws StoaError `invalid_data` for a word that could not be told from a key, or a key that says something else
 */
export function policyKey({ resource, operation }: Allowance, given?: string): string {
  for (const [name, word] of Object.entries({ resource, operation })) {
    if (!WORD.test(word)) {
      throw new StoaError(
        'invalid_data',
        `The ${name} of a policy is a word of letters, digits, - and _, or * for all; '${word.slice(0, 100)}' is not.`,
      )
    }
  }
  const key = `${resource}:${operation}`
  if (given === undefined || given === key) return key
  throw new StoaError(
    'invalid_data',
    `The key of a policy says what it allows: it must be '${key}', not '${given.slice(0, 100)}'.`,
  )
}
