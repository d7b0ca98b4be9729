import { StoaError } from '@stoa/kernel'

const SHORTEST = 16
const FEWEST_CHARACTERS = 6
/** What stands in tutorials and examples, in any order and number: `change-me-in-production`. */
const WELL_KNOWN =
  /^(?:super|secret|jwt|cookie|session|token|key|change|me|my|your|this|please|in|production|default|example|password|very|long|random|text|string|test|dev|stoa|medusa|[\s\d._!-])+$/i

/** Why a secret is none; undefined for a good one. */
export function whyWeak(secret: string): string | undefined {
  if (WELL_KNOWN.test(secret)) return 'is a text that anybody would guess: set it to a random one.'
  if (secret.length < SHORTEST) return `is too short: give it ${SHORTEST} characters or more.`
  if (new Set(secret).size < FEWEST_CHARACTERS) return 'repeats itself: set it to a random text.'
  return undefined
}

/**
 * Holds the door for hosts that are started without `readEnvironment`, too.
 *
 * @throws StoaError `invalid_data` for a secret that is missing or, in production, weak
 */
export function refuseWeakSecrets(
  secrets: { jwt_secret: string; cookie_secret: string | string[] },
  production: boolean,
): void {
  for (const [name, value] of Object.entries(secrets)) {
    const all = [value].flat()
    const reason =
      all.every(Boolean) && all.length > 0 ? undefined : 'is empty: set it to a long random text.'
    const why = reason ?? (production ? all.map(whyWeak).find(Boolean) : undefined)
    if (why) throw new StoaError('invalid_data', `Stoa does not start like this: ${name} ${why}`)
  }
}
